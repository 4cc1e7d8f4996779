"""Makes a language model of random weights, so that a real server has something to run: `make.py FILE`.

A LLaMA of one layer over bytes and the words below, 200 kB. It says them in any order, so that its sentences have the
names and figures of the demo's fortnight, and are false; the same for the same seed.
"""

import sys

import gguf
import numpy

WIDTH, HEADS, INNER, CONTEXT = 32, 4, 64, 131072


WORDS = """the of a to in on for and said that was has will may not 5 12 38 46 212 400,000 330,000 $27 million
Kestria Arvania Norvale Oberland Brantholm Lumenfold Auric Cartographer Kiln Semiconductor Parcelline Wardmate Stratus Lane
Harbor Wire Anouk Perrin Viktor Sandell Bellmoor Halden Saltmarsh Isfeld Institute Ministry company court minister model
accelerators import imports workers jobs hospitals telephones buses voters schools outage fire plant law trial study deal
cleared approved paused released ruled denied sold bought closed opened agreed voted found reported warned killed
Monday Thursday Friday Sunday November percent about nearly more than after before because however""".split()

# What a sentence may end with: one word in eight, so that it has some eight words.
LAST = WORDS[::8]


def vocabulary():
    """Three signs of the tokenizer, every byte, the words, and those that end a string of JSON."""
    tokens = ["<unk>", "<s>", "</s>"] + [f"<0x{byte:02X}>" for byte in range(256)]
    tokens += [f"\u2581{word}" for word in WORDS] + [f'\u2581{word}."' for word in LAST]
    kinds = [gguf.TokenType.UNKNOWN, gguf.TokenType.CONTROL, gguf.TokenType.CONTROL]
    kinds += [gguf.TokenType.BYTE] * 256 + [gguf.TokenType.NORMAL] * (len(WORDS) + len(LAST))
    return [token.encode() for token in tokens], kinds


def main(path):
    tokens, kinds = vocabulary()
    chance = numpy.random.default_rng(7)

    def weights(*shape):
        return chance.normal(0, 0.4, shape).astype(numpy.float32)

    file = gguf.GGUFWriter(path, "llama")
    file.add_name("tiny")
    file.add_context_length(CONTEXT)
    file.add_embedding_length(WIDTH)
    file.add_block_count(1)
    file.add_feed_forward_length(INNER)
    file.add_head_count(HEADS)
    file.add_head_count_kv(HEADS)
    file.add_rope_dimension_count(WIDTH // HEADS)
    file.add_layer_norm_rms_eps(1e-5)
    file.add_vocab_size(len(tokens))
    file.add_tokenizer_model("llama")
    file.add_token_list(tokens)
    file.add_token_scores([0.0] * len(tokens))
    file.add_token_types(kinds)
    file.add_bos_token_id(1)
    file.add_eos_token_id(2)
    file.add_unk_token_id(0)
    file.add_chat_template(
        "{% for message in messages %}{{ message.role }}: {{ message.content }}\n{% endfor %}assistant: "
    )
    # One number of every word is the same, and speaks against bytes: they come where JSON has nothing else.
    embeddings, output = weights(len(tokens), WIDTH), weights(len(tokens), WIDTH)
    embeddings[:, 0] = 2.0
    output[:, 0] = 0.0
    output[: 3 + 256, 0] = -12.0
    file.add_tensor("token_embd.weight", embeddings)
    file.add_tensor("output_norm.weight", numpy.ones(WIDTH, numpy.float32))
    file.add_tensor("output.weight", output)
    file.add_tensor("blk.0.attn_norm.weight", numpy.ones(WIDTH, numpy.float32))
    file.add_tensor("blk.0.ffn_norm.weight", numpy.ones(WIDTH, numpy.float32))
    for name in ["attn_q", "attn_k", "attn_v", "attn_output"]:
        file.add_tensor(f"blk.0.{name}.weight", weights(WIDTH, WIDTH))
    file.add_tensor("blk.0.ffn_gate.weight", weights(INNER, WIDTH))
    file.add_tensor("blk.0.ffn_up.weight", weights(INNER, WIDTH))
    file.add_tensor("blk.0.ffn_down.weight", weights(WIDTH, INNER))
    file.write_header_to_file()
    file.write_kv_data_to_file()
    file.write_tensors_to_file()
    file.close()


if __name__ == "__main__":
    main(sys.argv[1])
