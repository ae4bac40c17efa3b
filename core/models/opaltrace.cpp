// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/error.h"
#include "core/models/losses.h"
#include "core/models/opal.h"

namespace opal {

void Recommender::startFromGroups(std::span<const std::uint8_t> /*group*/,
                                  std::span<const std::int32_t> /*weight*/)
{
    throw Error(ErrorCode::Unsupported, "this model has no start from groups of items.");
}

InterestTrace VectorModel::trace(std::span<const ItemIndex> history, std::optional<double> epsilon,
                                 UserIndex user)
{
    if (epsilon)
        throw Error(ErrorCode::InvalidArgument,
                    "this model assigns items to interests without a temperature; leave epsilon out.");
    RaggedHistories single;
    single.append(history, user);
    const UserInterests encoded = encode(single);
    InterestTrace result;
    result.vectors = encoded.vectors[0];
    result.valid = encoded.valid[0];
    result.weights = encoded.weights;
    return result;
}

namespace {

/// Another temperature for the life of the object.
class TemperatureScope final
{
public:
    TemperatureScope(double& epsilon, double other)
        : m_epsilon(epsilon)
        , m_own(epsilon)
    {
        m_epsilon = other;
    }

    ~TemperatureScope() { m_epsilon = m_own; }

    TemperatureScope(const TemperatureScope&) = delete;
    TemperatureScope& operator=(const TemperatureScope&) = delete;

private:
    double& m_epsilon;
    double m_own;
};

} // namespace

torch::Tensor Opal::courseOf(const torch::Tensor& x, const torch::Tensor& category)
{
    torch::Tensor course = torch::zeros_like(x);
    for (std::int64_t j = 0; j < interestCount(); ++j) {
        const torch::Tensor rows = (category == j).nonzero().squeeze(1);
        if (rows.numel() == 0)
            continue;
        const torch::Tensor states
            = std::get<0>(m_gru->forward(x.index_select(0, rows).unsqueeze(0))).squeeze(0);
        course.index_copy_(0, rows, headOf(states));
    }
    return course;
}

InterestTrace Opal::trace(std::span<const ItemIndex> history, std::optional<double> epsilon,
                          UserIndex /*user*/)
{
    if (epsilon && !(*epsilon > 0))
        throw Error(ErrorCode::InvalidArgument,
                    "the temperature epsilon must be a number above 0; 0.1 is the paper's.");
    const TemperatureScope temperature(m_options.epsilon, epsilon.value_or(m_options.epsilon));
    RaggedHistories single;
    single.append(history);
    const Forward made = forward(m_items, itemIndex(single.items), single.offsets);
    InterestTrace result;
    if (m_warmup) {
        const UserInterests all
            = padded({ made.interests, validInterests(made.category, made.mask), made.assignment[0], {} });
        result.vectors = all.vectors[0];
        result.valid = all.valid[0];
        result.weights = all.weights;
        return result;
    }
    result.vectors = made.interests[0];
    result.valid = validInterests(made.category, made.mask)[0];
    result.weights = made.assignment[0];
    result.categories = m_categories;
    result.soft = made.soft[0];
    if (m_hard) {
        result.hard = made.hard[0];
        result.course = courseOf(m_items.index_select(0, itemIndex(single.items)), made.category[0]);
    }
    return result;
}

EncoderSource Opal::encoderSource() const
{
    EncoderSource source;
    source.integers = { { "active", activeInterests() },
                        { "hard", m_hard },
                        { "normalise", m_options.normaliseInterests },
                        { "drop_empty", m_options.dropEmptyInterests } };
    source.reals = { { "epsilon", m_options.epsilon } };
    source.text = R"(
def unit(self, x: Tensor) -> Tensor:
    norm = torch.norm(x, 2, [-1], True)
    return torch.where(norm > 1e-12, x / norm.clamp_min(1e-12), torch.zeros_like(x))

def assignment(self, x: Tensor, mask: Tensor) -> Tensor:
    cosines = torch.matmul(x, self.categories[:self.active].t())
    return torch.softmax(cosines / self.epsilon, -1) * mask.unsqueeze(-1)

def members(self, assignment: Tensor, mask: Tensor) -> Tensor:
    index = torch.arange(self.active, device=mask.device)
    return (assignment.argmax(-1).unsqueeze(2) == index) & mask.unsqueeze(2)

def hard_interests(self, x: Tensor, members: Tensor) -> Tensor:
    state = torch.zeros_like(self.categories).unsqueeze(0).repeat([x.size(0), 1, 1])
    for position in range(x.size(1)):
        own = members[:, position].unsqueeze(2)
        current = (state * own).sum(1)
        step = torch.gru_cell(x[:, position], current, self.gru_weight_ih_l0, self.gru_weight_hh_l0)
        state = torch.where(own, step.unsqueeze(1), state)
    state = self.head(state)
    if self.normalise != 0:
        state = self.unit(state)
    return torch.where(members.any(1).unsqueeze(2), state, self.categories)

def interests(self, history: Tensor, mask: Tensor) -> Tensor:
    x = torch.embedding(self.items, history)
    assignment = self.assignment(x, mask)
    made = torch.bmm(assignment.transpose(1, 2), x)
    if self.normalise != 0:
        made = self.unit(made)
    empty = torch.logical_not(mask.any(1)).view([-1, 1, 1])
    made = torch.where(empty, self.categories[:self.active], made)
    if self.hard != 0:
        made = (made + self.hard_interests(x, self.members(assignment, mask))) / 2
        if self.normalise != 0:
            made = self.unit(made)
    return torch.constant_pad_nd(made, [0, 0, 0, self.categories.size(0) - self.active])

def valid(self, history: Tensor, mask: Tensor) -> Tensor:
    x = torch.embedding(self.items, history)
    hit = self.members(self.assignment(x, mask), mask).any(1)
    kept = hit | torch.logical_not(hit.any(1, True))
    if self.drop_empty == 0:
        kept = kept | torch.logical_not(kept)
    return torch.constant_pad_nd(kept, [0, self.categories.size(0) - self.active])
)";
    std::string head = "state";
    if (m_options.head != GruHead::None)
        head = "torch.linear(state, self.head_weight, self.head_bias)";
    if (m_options.head == GruHead::LinearRelu)
        head = "torch.relu(" + head + ")";
    source.text = "\ndef head(self, state: Tensor) -> Tensor:\n    return " + head + "\n" + source.text;
    return source;
}

} // namespace opal
