"use strict";
// The browser of sentences. Texts reach the page as text nodes only; offsets count code points.
//
// A sentence has sides of spans: the first is drawn above the words, the others below. Each span has
// a kind. Where systems are compared, the sides are gold and all systems, and the pair that is
// chosen says which two of them are drawn and what kind each span is.
(() => {
  const data = JSON.parse(document.getElementById("data").textContent);
  const byId = (id) => document.getElementById(id);
  const form = byId("filters"), list = byId("list"), more = byId("more");
  const BATCH = 40, MOST_PRINTED = 500, LANE = 14, QUIET_LANE = 6, BAR = 3;
  const placeOf = new Map(data.labels.map((label, place) => [label, place]));
  const quiet = data.pairs ? "same" : "correct";
  let matching = [];
  let drawn = 0;

  function element(name, className, ...children) {
    const made = document.createElement(name);
    if (className) made.className = className;
    made.append(...children);
    return made;
  }

  const number = (value) => value.toLocaleString("en");
  const counted = (value, one, many) => `${number(value)} ${value === 1 ? one : many}`;

  // Sides -----------------------------------------------------------------------------------

  const keyOf = (span) => `${span.start} ${span.end} ${span.label}`;

  function kindsOf([first, second]) {
    const [one, other] = [data.systems[first], data.systems[second]];
    return [
      ["first-found", `found by ${one} alone`], ["second-found", `found by ${other} alone`],
      ["first-spurious", `spurious in ${one} alone`], ["second-spurious", `spurious in ${other} alone`],
    ];
  }

  // Gold and the two systems that are chosen, with the kind of each span.
  function compared(sentence, pair) {
    const [gold, one, other] = [sentence.sides[0], sentence.sides[pair[0] + 1], sentence.sides[pair[1] + 1]];
    const [isGold, isOne, isOther] = [gold, one, other].map((side) => new Set(side.map(keyOf)));
    const kind = (span) => {
      const key = keyOf(span);
      if (isOne.has(key) === isOther.has(key)) return "same";
      return `${isOne.has(key) ? "first" : "second"}-${isGold.has(key) ? "found" : "spurious"}`;
    };
    return [gold, one, other].map((side) => side.map((span) => ({ ...span, kind: kind(span) })));
  }

  function choosePair() {
    if (!data.pairs) return;
    const pair = data.pairs[Number(form.elements.pair.value)];
    data.classes = kindsOf(pair);
    data.names = ["gold", data.systems[pair[0]], data.systems[pair[1]]];
    data.names.forEach((name, side) => { byId(`side-${side}`).textContent = name; });
    for (const sentence of data.sentences) sentence.shown = compared(sentence, pair);
    const chosen = form.elements.class.value;
    form.elements.class.replaceChildren(new Option("any difference", ""));
    addOptions("class", data.classes);
    form.elements.class.value = chosen;
  }

  const sidesOf = (sentence) => sentence.shown ?? sentence.sides;
  const namesOf = (sentence) => sentence.names ?? data.names;

  // Filters ---------------------------------------------------------------------------------

  function addOptions(name, values, place = form.elements[name]) {
    for (const [value, text] of values) place.append(new Option(text, value));
  }

  function offer() {
    const spans = data.sentences.flatMap((sentence) => sentence.sides.flat());
    const labels = new Set(spans.map((span) => span.label));
    const used = data.labels.filter((label) => labels.has(label));
    addOptions("label", used.map((label) => [label, label]));
    if (data.pairs) {
      addOptions("pair", data.pairs.map(([one, other], place) => [place, `${data.systems[one]} and ${data.systems[other]}`]));
      form.elements.pair.closest("label").hidden = data.pairs.length < 2;
    } else {
      const kinds = new Set(spans.map((span) => span.kind));
      data.classes = data.classes.filter((kind) => kinds.has(kind)).map((kind) => [kind, kind]);
      addOptions("class", data.classes);
    }
    const groups = new Map();
    data.slices.forEach(([slice, group], place) => {
      if (!groups.has(slice)) groups.set(slice, []);
      groups.get(slice).push([place, group]);
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
    for (const label of used) {
      const place = placeOf.get(label);
      byId("labels").append(element("span", `key label-${place}`, element("b", "letter", data.marks[place]), " ", element("bdi", "", label)), " ");
    }
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
    return wish.kind ? span.kind === wish.kind : span.kind !== quiet;
  }

  function holds(sentence, wish) {
    if (!wish.groups.every((group) => sentence.slices.includes(group))) return false;
    if (wish.text) {
      sentence.searched ??= `${sentence.text ?? ""}\n${sentence.id}\n${sentence.doc}`.toLocaleLowerCase();
      if (!sentence.searched.includes(wish.text)) return false;
    }
    if (wish.kind === "*" && !wish.label) return true;
    return sidesOf(sentence).some((side) => side.some((span) => isMeant(span, wish)));
  }

  // What the filters leave, in words.
  function summary(wish) {
    const meant = (side, kind) => matching.reduce((sum, sentence) =>
      sum + sidesOf(sentence)[side].filter((span) => isMeant(span, wish) && (!kind || span.kind === kind)).length, 0);
    const all = data.sentences.length;
    const sentences = `${number(matching.length)} of ${counted(all, "sentence", "sentences")}`;
    if (!data.pairs)
      return `${sentences}, with ${data.counted.map(([one, many], side) => counted(meant(side), one, many)).join(" and ")} that fit the filters.`;
    const [, one, other] = data.names;
    const alone = (name, side, kind) =>
      `${name} alone found ${counted(meant(0, `${kind}-found`), "gold span", "gold spans")} and has ${counted(meant(side, `${kind}-spurious`), "spurious one", "spurious ones")}`;
    return `${sentences}: ${alone(one, 1, "first")}; ${alone(other, 2, "second")}.`;
  }

  function filter() {
    const wish = chosen();
    matching = data.sentences.filter((sentence) => holds(sentence, wish));
    byId("found").textContent = summary(wish);
    byId("nothing").hidden = matching.length > 0;
    list.replaceChildren();
    drawn = 0;
    drawMore(BATCH);
  }

  // Sentences -------------------------------------------------------------------------------

  function drawMore(count) {
    list.append(...matching.slice(drawn, drawn + count).map(item));
    drawn = Math.min(drawn + count, matching.length);
    more.hidden = drawn >= matching.length;
    more.textContent = `Show more (${number(matching.length - drawn)} left)`;
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
    made.append(drawnSpans(sentence, points));
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
    return taken.flatMap((lane, place) => lane.map((span) => ({ span, lane: place })));
  }

  const depthOf = (lanes) => lanes.reduce((most, { lane }) => Math.max(most, lane + 1), 0);

  const isQuiet = (span) => span.kind === quiet;

  // All bars, with how many pixels each is off the words: the first side's lanes go up, the others'
  // down, one side below the other. Below the words what is quiet has no letters: it is as above.
  function barsOf(sentence) {
    const bars = [];
    let above = 0;
    let below = 0;
    sidesOf(sentence).forEach((spans, side) => {
      const lanes = lanesOf(spans);
      for (let lane = 0; lane < depthOf(lanes); lane += 1) {
        const here = lanes.filter((one) => one.lane === lane).map(({ span }) => span);
        const height = side && here.every(isQuiet) ? QUIET_LANE : LANE;
        for (const span of here) bars.push({ span, side, off: side ? below : above, height });
        if (side) below += height;
        else above += height;
      }
    });
    return bars;
  }

  function drawnText(sentence, points) {
    const bars = barsOf(sentence);
    const cuts = new Set([0, points.length]);
    for (const { span } of bars) cuts.add(span.start).add(span.end);
    const places = [...cuts].sort((a, b) => a - b);
    const text = element("p", "text");
    text.dir = "auto";
    const names = namesOf(sentence);
    for (let place = 0; place + 1 < places.length; place += 1) {
      const [start, end] = [places[place], places[place + 1]];
      const here = bars.filter(({ span }) => span.start <= start && end <= span.end);
      const words = points.slice(start, end).join("");
      if (!here.length) { text.append(words); continue; }
      const reach = (isBelow) => here.reduce((most, { side, off, height }) => Boolean(side) === isBelow ? Math.max(most, off + height) : most, 0);
      const above = reach(false), below = reach(true);
      const piece = element("span", "piece");
      piece.append(...here.filter(({ span, side }) => span.start === start && !(side && isQuiet(span))).map(markOf));
      for (const word of words.split(/(?<=\s)(?=\S)/u)) piece.append(strut(above, below), word);
      piece.title = here.map(({ span, side }) => `${names[side]}: ${span.label}, ${kindName(span.kind)}`).join("\n");
      const images = here.map((bar) => imageOf(bar, above, below));
      piece.style.paddingBlock = `${above}px ${below}px`;
      piece.style.backgroundImage = images.map((image) => image.image).join(", ");
      piece.style.backgroundPosition = images.map((image) => image.position).join(", ");
      piece.style.backgroundSize = images.map((image) => image.size).join(", ");
      text.append(piece);
    }
    return text;
  }

  // Makes the line it is in as high as the bars over and under a word need; takes no width, and no
  // line breaks at it.
  function strut(above, below) {
    const made = element("i", "");
    made.style.lineHeight = `calc(1.4em + ${above + below}px)`;
    made.style.verticalAlign = `${(above - below) / 2}px`;
    return made;
  }

  // The label's letters at the beginning of a bar, outside of it; not part of the text.
  function markOf({ span, side, off }) {
    const place = placeOf.get(span.label);
    const mark = element("i", `mark label-${place}${isQuiet(span) ? " quiet" : ""}`);
    mark.dataset.mark = data.marks[place];
    mark.ariaHidden = "true";
    mark.style.setProperty("--off", `${-(off + LANE)}px`);
    mark.dataset.side = side ? "below" : "above";
    return mark;
  }

  // Solid above the words, dashed below, dotted below that.
  function imageOf({ span, side, off }, above, below) {
    const colour = `var(--label-${placeOf.get(span.label)})`;
    const thick = isQuiet(span) ? 1 : BAR;
    const striped = (on, off) => `repeating-linear-gradient(90deg, ${colour} 0 ${on}px, transparent ${on}px ${on + off}px)`;
    return {
      image: [`linear-gradient(${colour}, ${colour})`, striped(6, 3), striped(2, 2)][side],
      position: side ? `0 calc(100% - ${below - off - BAR}px)` : `0 ${above - off - BAR}px`,
      size: `100% ${thick}px`,
    };
  }

  const kindName = (kind) => data.classes.find(([value]) => value === kind)?.[1] ?? kind;

  // One line for each kind: what each side has of it.
  function drawnSpans(sentence, points) {
    const quoted = (span) => {
      if (span.start < 0) return ["a claim that isn't in the text"];
      if (span.text) return [element("bdi", "quote", span.text)];
      if (sentence.text === null) return [`code points ${span.start} to ${span.end}`];
      const words = points.slice(span.start, Math.min(span.end, span.start + 200)).join("");
      return [element("bdi", "quote", words), span.end - span.start > 200 ? "\u2026" : ""];
    };
    const chip = (span) => element("span", `chip label-${placeOf.get(span.label)}`,
      element("b", "", element("bdi", "", span.label)), " ", ...quoted(span));
    const names = namesOf(sentence), sides = sidesOf(sentence);
    const lines = element("ul", "spans");
    for (const [kind, name] of [...data.classes.filter(([value]) => value !== quiet), ...(data.pairs ? [] : [[quiet, quiet]])]) {
      const said = element("span", "said");
      sides.forEach((spans, side) => {
        const meant = spans.filter((span) => span.kind === kind);
        if (!meant.length || (side && (kind === quiet || kind.endsWith("-found")))) return;
        if (kind !== quiet && !data.pairs) said.append(" ", element("span", "side", element("bdi", "", names[side])));
        for (const span of meant) said.append(" ", chip(span));
      });
      const tone = kind === quiet ? "quiet" : kind.endsWith("-found") ? "good" : "bad";
      if (said.childElementCount) lines.append(element("li", tone, element("span", "class", name), " ", said));
    }
    return lines;
  }

  // Links such as #sentences?class=missed -----------------------------------------------------

  function follow() {
    const [, query] = location.hash.match(/^#sentences\?(.*)$/) ?? [];
    if (query === undefined) return;
    form.reset();
    const wishes = [...new URLSearchParams(query)];
    for (const [name, value] of wishes) if (name === "pair") form.elements.pair.value = value;
    choosePair();
    for (const [name, value] of wishes) if (form.elements[name]) form.elements[name].value = value;
    filter();
    const heading = byId("sentences");
    heading.focus();
    heading.scrollIntoView();
  }

  // The address says what is filtered, so that it can be passed on.
  function remember() {
    const query = new URLSearchParams([...new FormData(form)].filter(([name, value]) => value && !(name === "pair" && value === "0")));
    history.replaceState(null, "", query.size ? `#sentences?${query}` : "#sentences");
  }

  // Paper: all that is filtered in, as far as it is within reason.
  let before = BATCH;
  let closed = [];

  function beforePrint() {
    before = drawn;
    if (drawn < MOST_PRINTED) drawMore(MOST_PRINTED - drawn);
    closed = [...document.querySelectorAll("details:not([open])")];
    for (const one of closed) one.open = true;
    const filters = [...form.elements].filter((field) => field.name && field.value && !field.closest("label").hidden)
      .map((field) => `${field.closest("label").firstChild.textContent.trim().toLowerCase()} ${field.selectedOptions ? field.selectedOptions[0].text : `\u201c${field.value}\u201d`}`);
    byId("printed").textContent = [
      filters.length ? `Filtered by ${filters.join(", ")}.` : "",
      drawn < matching.length ? `The first ${number(drawn)} of them follow; ${number(matching.length - drawn)} are left out.` : "",
    ].join(" ");
  }

  function afterPrint() {
    while (list.children.length > before) list.lastChild.remove();
    drawn = list.children.length;
    drawMore(0);
    for (const one of closed) one.open = false;
  }

  offer();
  choosePair();
  list.classList.toggle("compared", Boolean(data.pairs));
  filter();
  follow();
  form.addEventListener("input", (event) => {
    if (event.target.name === "pair") choosePair();
    filter();
    remember();
  });
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("reset", () => setTimeout(() => { choosePair(); filter(); remember(); }));
  byId("clear").addEventListener("click", () => { form.reset(); form.elements.text.focus(); });
  more.addEventListener("click", () => {
    const next = drawn;
    drawMore(BATCH);
    const first = list.children[next];
    first.tabIndex = -1;
    first.focus({ preventScroll: true });
  });
  addEventListener("hashchange", follow);
  addEventListener("beforeprint", beforePrint);
  addEventListener("afterprint", afterPrint);
})();
