# SPDX-License-Identifier: GPL-3.0-or-later
"""A model of your own for OPAL Studio: the contract, a template, and a checker that needs PyTorch alone.

    python3 opal_model.py template.pt      writes the template below as a model file
    python3 opal_model.py check model.pt   tries a model file out as `opal models add` does

A model is a torch.nn.Module that torch.jit.script() takes. OPAL Studio gives it histories and takes interests;
batches, negatives, Adam, early stop, checkpoints, evaluation, lists and figures are the studio's.

B users of a batch, L items of the longest history, K interests, d dimensions, N items, C = B shared negatives.
Item numbers are 1..N; 0 is padding and stands behind the history. Every tensor is float32 but where it says so.

Needed
    items: torch.nn.Parameter           the item table [N + 1, d], row 0 is zero; any size in the file
    setup(items: int, interests: int, dimension: int, max_length: int, values: Dict[str, float])
        -> Dict[str, Tensor]            the initial value of every parameter whose size hangs on N, K, d or L,
                                        by its name in named_parameters(); drawn from torch's generator, which
                                        is seeded. Without "items" the studio draws the table. `values` holds
                                        the numbers of the parameter table, yours and the studio's.
    interests(history: Tensor, mask: Tensor) -> Tensor
                                        [B, L] int64 and [B, L] bool (true: an item) -> [B, K, d]. An item is
                                        scored by its largest inner product with an interest. A history may be
                                        empty. Users must not see each other, nor padding be seen.
Optional
    loss(history, mask, positives: Tensor, negatives: Tensor) -> Dict[str, Tensor]
                                        [B, L], [B, L], [B] int64, [C] int64; "loss" is minimised, every entry
                                        is one number and becomes a curve. Without it: sampled softmax with the
                                        interest that is nearest to the positive (`readout=hard`) or the best
                                        of each candidate (`readout=maximum`).
    parameters_table() -> List[Tuple[str, str, float, float, float, str]]
                                        name, "integer" or "real", default, minimum, maximum, help: they become
                                        the form, --set, validation and tooltips. A name of the studio's table
                                        (interests, dim, learning_rate, ...) gives that another default and range.
    valid(history, mask) -> Tensor      [B, K] bool: interests that take part
    assignments(history, mask) -> Tensor  [B, L, K]: share of every item in each interest, sums to 1 over K;
                                        opens the category panels
    categories() -> Tuple[Tensor, float]  global categories [K, d] and the temperature of their softmax
    whole_table: bool = True            Without it the item numbers of a training step are places in a table of
                                        the batch's items alone, which lazy Adam moves; with it `self.items` is
                                        the whole table and every row gets its gradient.

Mark every method with @torch.jit.export. Look rows up with torch.embedding(self.items, history). What a step
changes and the next one needs belongs into a buffer: checkpoints hold parameters and buffers.
"""

import sys
from typing import Dict, List, Tuple

import torch
from torch import Tensor


class Template(torch.nn.Module):
    """Attention over the history with one query an interest: the smallest model that learns something."""

    def __init__(self) -> None:
        super().__init__()
        self.items = torch.nn.Parameter(torch.zeros(1, 1))
        self.queries = torch.nn.Parameter(torch.zeros(1, 1))
        self.sharpness = 1.0

    @torch.jit.export
    def parameters_table(self) -> List[Tuple[str, str, float, float, float, str]]:
        return [("sharpness", "real", 1.0, 0.01, 100.0, "Factor on the logits of the attention.")]

    @torch.jit.export
    def setup(self, items: int, interests: int, dimension: int, max_length: int,
              values: Dict[str, float]) -> Dict[str, Tensor]:
        self.sharpness = values["sharpness"]
        return {"queries": torch.randn(interests, dimension) / dimension ** 0.5}

    @torch.jit.export
    def interests(self, history: Tensor, mask: Tensor) -> Tensor:
        x = torch.embedding(self.items, history)
        logits = self.sharpness * torch.matmul(x, self.queries.t())
        shares = torch.softmax(logits.masked_fill(mask.logical_not().unsqueeze(2), -1e9), dim=1)
        return torch.matmul(shares.transpose(1, 2), x)


def fail(reason: str) -> None:
    sys.exit("opal_model.py: " + reason)


def check(path: str) -> None:
    """Tries a file out at two sets of sizes; ends the program with what is wrong."""
    model = torch.jit.load(path)
    for name in ("setup", "interests"):
        if not hasattr(model, name):
            fail(f"there is no method {name}(); mark it with @torch.jit.export")
    if "items" not in dict(model.named_parameters()):
        fail("there is no parameter called 'items', the item table")
    rows = model.parameters_table() if hasattr(model, "parameters_table") else []
    ranges = {name: (default, low, high) for name, kind, default, low, high, text in rows}
    for n, k, d, length in ((23, 3, 8, 5), (40, 2, 16, 9)):
        sizes = {"interests": k, "dim": d, "max_length": length}
        for name, (default, low, high) in ranges.items():
            sizes[name] = min(max(sizes.get(name, default), low), high)
        k, d, length = (int(sizes[name]) for name in ("interests", "dim", "max_length"))
        torch.manual_seed(1)
        values = model.setup(n, k, d, length, {**sizes, "learning_rate": 0.001, "seed": 19.0, "batch_size": 4.0})
        values.setdefault("items", torch.rand(n + 1, d) - 0.5)
        values["items"][0] = 0
        for name, value in values.items():
            owner = model
            *path_to, last = name.split(".")
            for part in path_to:
                owner = getattr(owner, part)
            setattr(owner, last, torch.nn.Parameter(value) if value.is_floating_point() else value)
        lengths = [1, length, (length + 1) // 2, 1]
        mask = torch.arange(length).unsqueeze(0) < torch.tensor(lengths).unsqueeze(1)
        history = torch.randint(1, n + 1, mask.shape) * mask
        made = model.interests(history, mask)
        if tuple(made.shape) != (4, k, d):
            fail(f"interests() gives {list(made.shape)}, not [B, K, d] = {[4, k, d]}")
        if not torch.isfinite(made).all():
            fail("interests() gives numbers that are not finite")
        if hasattr(model, "loss"):
            terms = model.loss(history, mask, torch.randint(1, n + 1, (4,)), torch.randint(1, n + 1, (4,)))
            if "loss" not in terms or any(value.dim() != 0 for value in terms.values()):
                fail("loss() has to give a dictionary of single numbers with a 'loss'")
            terms["loss"].backward()
            print("loss:", {name: round(float(value.detach()), 4) for name, value in terms.items()})
        model.eval()
        short = model.interests(history[:1, :1], mask[:1, :1])
        if not torch.allclose(model.interests(history, mask)[0], short[0], 1e-3, 1e-3):
            fail("a history beside longer ones has other interests; use the mask")
        model.train()
    print(path + ": interests [B, K, d] are well; now: opal models add", path, "--trust")


if __name__ == "__main__":
    if len(sys.argv) == 3 and sys.argv[1] == "check":
        check(sys.argv[2])
    elif len(sys.argv) == 2 and sys.argv[1] != "check":
        torch.jit.script(Template()).save(sys.argv[1])
    else:
        fail("give 'check FILE.pt', or FILE.pt to write the template to")
