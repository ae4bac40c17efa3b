# SPDX-License-Identifier: GPL-3.0-or-later
"""REMI (Xie et al., RecSys 2023) as a model file of OPAL Studio: python3 remi.py remi.pt

ComiRec-SA's interests, trained with interest-aware hard negatives, which weigh a negative by how near it is to
the interest that reads the positive, and with routing regularisation, which keeps an interest from resting on a
single item of the history. Weights from the paper's ranges; both are parameters.
"""

import math
import sys
from typing import Dict, List, Tuple

import torch
from torch import Tensor


class REMI(torch.nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.items = torch.nn.Parameter(torch.zeros(1, 1))
        self.positions = torch.nn.Parameter(torch.zeros(1, 1))
        self.hidden = torch.nn.Linear(1, 1)
        self.heads = torch.nn.Linear(1, 1)
        self.beta, self.weight = 1.0, 100.0

    @torch.jit.export
    def parameters_table(self) -> List[Tuple[str, str, float, float, float, str]]:
        return [("beta", "real", 1.0, 0.0, 100.0, "Concentration on hard negatives; 0 takes all of them alike."),
                ("lambda_routing", "real", 100.0, 0.0, 1e6, "Weight of the routing regularisation.")]

    @torch.jit.export
    def setup(self, items: int, interests: int, dimension: int, max_length: int,
              values: Dict[str, float]) -> Dict[str, Tensor]:
        self.beta, self.weight = values["beta"], values["lambda_routing"]
        made = {"hidden.bias": torch.zeros(4 * dimension), "heads.bias": torch.zeros(interests)}
        for name, rows, columns in [("positions", max_length, dimension), ("hidden.weight", 4 * dimension, dimension),
                                    ("heads.weight", interests, 4 * dimension)]:
            bound = (6.0 / (rows + columns)) ** 0.5  # Glorot and Bengio
            made[name] = torch.empty(rows, columns).uniform_(-bound, bound)
        return made

    @torch.jit.export
    def attention(self, x: Tensor, mask: Tensor) -> Tensor:
        """[B, K, L], sums to 1 over the items of a history."""
        hidden = torch.tanh(self.hidden(x + self.positions[:x.size(1)]))
        logits = self.heads(hidden).transpose(1, 2)
        return torch.softmax(logits.masked_fill(mask.logical_not().unsqueeze(1), -1e9), dim=2)

    @torch.jit.export
    def interests(self, history: Tensor, mask: Tensor) -> Tensor:
        x = torch.embedding(self.items, history)
        return torch.bmm(self.attention(x, mask), x)

    @torch.jit.export
    def loss(self, history: Tensor, mask: Tensor, positives: Tensor, negatives: Tensor) -> Dict[str, Tensor]:
        x = torch.embedding(self.items, history)
        routing = self.attention(x, mask)
        interests = torch.bmm(routing, x)
        positive = torch.embedding(self.items, positives)
        nearest = torch.bmm(interests, positive.unsqueeze(2)).squeeze(2).argmax(1)
        reader = interests[torch.arange(interests.size(0), device=x.device), nearest]
        right = (reader * positive).sum(1)
        wrong = torch.matmul(reader, torch.embedding(self.items, negatives).t())
        wrong = wrong.masked_fill(negatives.unsqueeze(0) == positives.unsqueeze(1), -1e9)
        # C times the mean of exp(score) over negatives that are drawn in proportion to exp(beta * score).
        weights = torch.log_softmax(self.beta * wrong, dim=1)
        hard = torch.logsumexp(weights + wrong, dim=1) + math.log(negatives.size(0))
        main = (torch.logaddexp(right, hard) - right).mean()
        # The variance of what an interest gives the items of a history, squared and summed over the interests of
        # 128 users, the batch of the released code, so that its weights keep their meaning.
        count = mask.sum(1).clamp(min=1).view(-1, 1, 1)
        spread = (routing - 1.0 / count) * mask.unsqueeze(1)
        regular = (spread.square().sum(2) / x.size(2)).square().sum(1).mean() * 128.0
        return {"loss": main + self.weight * regular, "hard": main, "routing": regular}


if __name__ == "__main__":
    torch.jit.script(REMI()).save(sys.argv[1])
