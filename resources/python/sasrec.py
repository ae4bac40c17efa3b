# SPDX-License-Identifier: GPL-3.0-or-later
"""SASRec (Kang and McAuley, ICDM 2018) as a model file of OPAL Studio: python3 sasrec.py sasrec.pt

Blocks of causal self-attention over the history; the state behind the last item is the one interest of a user.
Trained as all models of the studio are, by sampled softmax against the shared negatives, not by the binary
cross-entropy of every position.
"""

import sys
from typing import Dict, List, Tuple

import torch
from torch import Tensor


class Block(torch.nn.Module):
    """Pre-norm self-attention and a point-wise feed-forward network, both with a way around them."""

    def __init__(self) -> None:
        super().__init__()
        self.query = torch.nn.Linear(1, 1)
        self.key = torch.nn.Linear(1, 1)
        self.value = torch.nn.Linear(1, 1)
        self.inner = torch.nn.Linear(1, 1)
        self.outer = torch.nn.Linear(1, 1)
        self.gain = torch.nn.Parameter(torch.ones(2, 1))
        self.shift = torch.nn.Parameter(torch.zeros(2, 1))

    def norm(self, x: Tensor, place: int) -> Tensor:
        return torch.layer_norm(x, [x.size(2)], self.gain[place], self.shift[place], 1e-8)

    def forward(self, x: Tensor, seen: Tensor, heads: int, dropout: float) -> Tensor:
        users, length, d = x.size(0), x.size(1), x.size(2)
        q = self.query(self.norm(x, 0)).view(users, length, heads, d // heads).transpose(1, 2)
        k = self.key(x).view(users, length, heads, d // heads).transpose(1, 2)
        v = self.value(x).view(users, length, heads, d // heads).transpose(1, 2)
        logits = torch.matmul(q, k.transpose(2, 3)) / (d // heads) ** 0.5
        shares = torch.softmax(logits.masked_fill(seen.logical_not().unsqueeze(1), -1e9), dim=3)
        shares = torch.dropout(shares, dropout, self.training)
        x = x + torch.matmul(shares, v).transpose(1, 2).reshape(users, length, d)
        hidden = torch.dropout(torch.relu(self.inner(self.norm(x, 1))), dropout, self.training)
        return x + torch.dropout(self.outer(hidden), dropout, self.training)


class SASRec(torch.nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.items = torch.nn.Parameter(torch.zeros(1, 1))
        self.positions = torch.nn.Parameter(torch.zeros(1, 1))
        self.blocks = torch.nn.ModuleList([Block() for _ in range(4)])
        self.gain = torch.nn.Parameter(torch.ones(1))
        self.shift = torch.nn.Parameter(torch.zeros(1))
        self.depth, self.heads, self.dropout = 2, 1, 0.2

    @torch.jit.export
    def parameters_table(self) -> List[Tuple[str, str, float, float, float, str]]:
        return [("interests", "integer", 1.0, 1.0, 1.0, "The state behind the last item is the one interest."),
                ("blocks", "integer", 2.0, 1.0, 4.0, "Blocks of self-attention that are used."),
                ("heads", "integer", 1.0, 1.0, 8.0, "Heads of the attention; they divide the dimension."),
                ("dropout", "real", 0.2, 0.0, 0.9, "Share of the attention and of the states that is dropped.")]

    @torch.jit.export
    def setup(self, items: int, interests: int, dimension: int, max_length: int,
              values: Dict[str, float]) -> Dict[str, Tensor]:
        self.depth, self.heads, self.dropout = int(values["blocks"]), int(values["heads"]), values["dropout"]
        if dimension % self.heads != 0:
            raise RuntimeError("heads has to divide dim")
        bound = 1.0 / dimension ** 0.5
        made = {"positions": torch.empty(max_length, dimension).uniform_(-bound, bound),
                "gain": torch.ones(dimension), "shift": torch.zeros(dimension)}
        for block in range(4):
            name = "blocks." + str(block) + "."
            for layer in ["query", "key", "value", "inner", "outer"]:
                made[name + layer + ".weight"] = torch.empty(dimension, dimension).uniform_(-bound, bound)
                made[name + layer + ".bias"] = torch.zeros(dimension)
            made[name + "gain"] = torch.ones(2, dimension)
            made[name + "shift"] = torch.zeros(2, dimension)
        return made

    @torch.jit.export
    def interests(self, history: Tensor, mask: Tensor) -> Tensor:
        length = history.size(1)
        real = mask.unsqueeze(2)
        x = torch.embedding(self.items, history) * self.items.size(1) ** 0.5 + self.positions[:length]
        x = torch.dropout(x, self.dropout, self.training) * real
        before = torch.ones(length, length, device=x.device).tril() > 0
        seen = before.unsqueeze(0).logical_and(mask.unsqueeze(1))
        for number, block in enumerate(self.blocks):
            if number < self.depth:
                x = block(x, seen, self.heads, self.dropout) * real
        x = torch.layer_norm(x, [x.size(2)], self.gain, self.shift, 1e-8)
        last = (mask.sum(1) - 1).clamp(min=0)
        return x.gather(1, last.view(-1, 1, 1).expand(-1, 1, x.size(2)))


if __name__ == "__main__":
    torch.jit.script(SASRec()).save(sys.argv[1])
