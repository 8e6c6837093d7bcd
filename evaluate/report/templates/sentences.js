"use strict";
// The browser of sentences. Texts reach the page as text nodes only; offsets count code points.
(() => {
  const data = JSON.parse(document.getElementById("data").textContent);
  const form = document.getElementById("filters");
  const list = document.getElementById("list");
  const more = document.getElementById("more");
  const BATCH = 40, COLOURS = 8, LANE = 6;
  const colourOf = new Map(data.labels.map((label, place) => [label, place % COLOURS]));
  let matching = [];
  let drawn = 0;

  function element(name, className, ...children) {
    const made = document.createElement(name);
    if (className) made.className = className;
    made.append(...children);
    return made;
  }

  // Filters ---------------------------------------------------------------------------------

  function addOptions(name, values, place = form.elements[name]) {
    for (const [value, text] of values) place.append(new Option(text, value));
  }

  function offer() {
    const spans = data.sentences.flatMap((s) => s.sides.flat());
    const labels = new Set(spans.map((span) => span.label));
    const kinds = new Set(spans.map((span) => span.kind));
    addOptions("label", data.labels.filter((label) => labels.has(label)).map((l) => [l, l]));
    addOptions("class", data.classes.filter((kind) => kinds.has(kind)).map((k) => [k, k]));
    const groups = new Map();
    data.slices.forEach(([slice, group], number) => {
      if (!groups.has(slice)) groups.set(slice, []);
      groups.get(slice).push([number, group]);
    });
    for (const [slice, values] of groups) {
      if (slice === "language") { addOptions("language", values); continue; }
      const part = element("optgroup");
      part.label = slice;
      addOptions("slice", values, part);
      form.elements.slice.append(part);
    }
    for (const name of ["language", "slice"])
      form.elements[name].closest("label").hidden = form.elements[name].querySelectorAll("option").length < 2;
    for (const [label, colour] of colourOf)
      if (labels.has(label)) document.getElementById("keys").append(element("span", `key label-${colour}`, element("bdi", "", label)), " ");
  }

  function chosen() {
    const value = (name) => form.elements[name].value;
    return {
      text: value("text").trim().toLocaleLowerCase(),
      label: value("label"),
      kind: value("class"),
      groups: ["language", "slice"].map(value).filter(Boolean).map(Number),
    };
  }

  function isMeant(span, wish) {
    if (wish.label && span.label !== wish.label) return false;
    if (wish.kind === "*") return true;
    return wish.kind ? span.kind === wish.kind : span.kind !== "correct";
  }

  function holds(sentence, wish) {
    if (!wish.groups.every((group) => sentence.slices.includes(group))) return false;
    if (wish.text) {
      sentence.searched ??= `${sentence.text ?? ""}\n${sentence.id}\n${sentence.doc}`.toLocaleLowerCase();
      if (!sentence.searched.includes(wish.text)) return false;
    }
    if (wish.kind === "*" && !wish.label) return true;
    return sentence.sides.flat().some((span) => isMeant(span, wish));
  }

  function filter() {
    const wish = chosen();
    matching = data.sentences.filter((sentence) => holds(sentence, wish));
    const count = (side) => matching.reduce((sum, s) => sum + s.sides[side].filter((span) => isMeant(span, wish)).length, 0);
    const number = (value) => value.toLocaleString("en");
    document.getElementById("found").textContent =
      `${number(matching.length)} of ${number(data.sentences.length)} sentences, ` +
      `with ${number(count(0))} ${data.counted[0]} and ${number(count(1))} ${data.counted[1]} that fit the filters.`;
    list.replaceChildren();
    drawn = 0;
    drawMore();
  }

  // Sentences -------------------------------------------------------------------------------

  function drawMore() {
    list.append(...matching.slice(drawn, drawn + BATCH).map(item));
    drawn = Math.min(drawn + BATCH, matching.length);
    more.hidden = drawn >= matching.length;
  }

  function item(sentence) {
    const where = element("p", "where", element("bdi", "", sentence.id));
    const task = data.tasks[sentence.id];
    if (task && /^https?:/.test(task)) {
      const link = element("a", "", "open in Label Studio");
      link.href = task;
      link.rel = "noreferrer";
      where.append(" · ", link);
    }
    const points = sentence.text === null ? [] : Array.from(sentence.text);
    const made = element("li", "", where);
    if (sentence.text !== null) made.append(drawnText(sentence, points));
    made.append(...drawnSpans(sentence, points));
    return made;
  }

  // The lowest free lane for each span, the shortest first: what lies inside is next to the words.
  function lanesOf(spans) {
    const taken = [];
    const placed = spans.filter((span) => span.start >= 0);
    for (const span of [...placed].sort((a, b) => a.end - a.start - (b.end - b.start) || a.start - b.start)) {
      let lane = 0;
      while (taken[lane]?.some((other) => other.start < span.end && span.start < other.end)) lane += 1;
      (taken[lane] ??= []).push(span);
    }
    return taken.flatMap((lane, number) => lane.map((span) => ({ span, lane: number })));
  }

  function drawnText(sentence, points) {
    const [first, second] = sentence.sides.map(lanesOf);
    const depth = (lanes) => lanes.reduce((most, { lane }) => Math.max(most, lane + 1), 0);
    const above = depth(first), below = depth(second);
    const cuts = new Set([0, points.length]);
    for (const { span } of [...first, ...second]) cuts.add(span.start).add(span.end);
    const places = [...cuts].sort((a, b) => a - b);
    const text = element("p", `text lanes-${Math.min(6, Math.max(2, above + below))}`);
    text.dir = "auto";
    for (let number = 0; number + 1 < places.length; number += 1) {
      const [start, end] = [places[number], places[number + 1]];
      const covers = ({ span }) => span.start <= start && end <= span.end;
      const bars = [
        ...first.filter(covers).map(({ span, lane }) => bar(span, (above - 1 - lane) * LANE, true)),
        ...second.filter(covers).map(({ span, lane }) => bar(span, (below - 1 - lane) * LANE, false)),
      ];
      const words = points.slice(start, end).join("");
      if (!bars.length) { text.append(words); continue; }
      const piece = element("span", "piece", words);
      piece.style.paddingBlock = `${above * LANE}px ${below * LANE}px`;
      piece.style.backgroundImage = bars.map((one) => one.image).join(", ");
      piece.style.backgroundPosition = bars.map((one) => one.position).join(", ");
      piece.style.backgroundSize = bars.map((one) => one.size).join(", ");
      text.append(piece);
    }
    return text;
  }

  function bar(span, inset, isAbove) {
    const colour = `var(--label-${colourOf.get(span.label) ?? 6})`;
    return {
      image: isAbove
        ? `linear-gradient(${colour}, ${colour})`
        : `repeating-linear-gradient(90deg, ${colour} 0 5px, transparent 5px 8px)`,
      position: isAbove ? `0 ${inset}px` : `0 calc(100% - ${inset}px)`,
      size: `100% ${span.kind === "correct" ? 2 : 4}px`,
    };
  }

  function drawnSpans(sentence, points) {
    const quoted = (span) => {
      if (span.start < 0) return ["a claim that isn't in the text"];
      if (span.text) return ["\u201c", element("bdi", "quote", span.text), "\u201d"];
      if (sentence.text === null) return [`code points ${span.start} to ${span.end}`];
      const words = points.slice(span.start, Math.min(span.end, span.start + 200)).join("");
      return ["\u201c", element("bdi", "quote", words), span.end - span.start > 200 ? "\u2026\u201d" : "\u201d"];
    };
    const wrong = element("ul", "spans");
    const names = sentence.names ?? data.names;
    for (const side of [0, 1])
      for (const span of sentence.sides[side])
        if (span.kind !== "correct")
          wrong.append(
            element("li", `side-${side} label-${colourOf.get(span.label) ?? 6}`,
              element("span", "side", element("bdi", "", names[side])), " ", element("bdi", "", span.label), " ", ...quoted(span), " ",
              element("span", "class", span.kind)));
    const right = sentence.sides[0].filter((span) => span.kind === "correct");
    const parts = wrong.childElementCount ? [wrong] : [];
    if (right.length)
      parts.push(element("p", "right", "correct: ",
        ...right.flatMap((span, place) => [place ? ", " : "", element("bdi", "", span.label), " ", ...quoted(span)])));
    return parts;
  }

  // Links such as #sentences?class=missed -----------------------------------------------------

  function follow() {
    const [, query] = location.hash.match(/^#sentences\?(.*)$/) ?? [];
    if (query === undefined) return;
    form.reset();
    for (const [name, value] of new URLSearchParams(query))
      if (form.elements[name]) form.elements[name].value = value;
    filter();
    const heading = document.getElementById("sentences");
    heading.focus();
    heading.scrollIntoView();
  }

  offer();
  filter();
  follow();
  form.addEventListener("input", filter);
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("reset", () => setTimeout(filter));
  more.addEventListener("click", () => {
    const next = drawn;
    drawMore();
    const first = list.children[next];
    first.tabIndex = -1;
    first.focus({ preventScroll: true });
  });
  addEventListener("hashchange", follow);
})();
