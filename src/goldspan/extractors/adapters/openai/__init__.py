"""Language models behind the API of OpenAI: vLLM, Ollama, llama.cpp, hosted ones.

* ``prompt``: what a model is told, made from the guidelines
* ``reading``: what it answers
* ``chat``: asking it, sentence by sentence
"""

from goldspan.extractors.adapters.openai.chat import KIND

__all__ = ["KIND"]
