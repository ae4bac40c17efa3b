// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/models/losses.h"

#include <cmath>

namespace opal {

namespace {

torch::Tensor idTensor(const std::vector<ItemIndex>& ids)
{
    return torch::tensor(std::vector<std::int64_t>(ids.begin(), ids.end()), torch::kInt64);
}

// With eight interests a block of scores has two megabytes and stays near the processor.
constexpr std::int64_t rowsOfABlock = 64;

class BlockedIntentionLosses final : public torch::autograd::Function<BlockedIntentionLosses>
{
public:
    static torch::Tensor forward(torch::autograd::AutogradContext* context, const torch::Tensor& past,
                                 const torch::Tensor& future)
    {
        const double scale = 1 / std::sqrt(static_cast<double>(past.size(1)));
        const torch::Tensor across = future.t();
        std::vector<torch::Tensor> all;
        for (const torch::Tensor& rows : past.split(rowsOfABlock))
            all.push_back(torch::logsumexp(torch::mm(rows, across) * scale, 1));
        const torch::Tensor sums = torch::cat(all);
        context->save_for_backward({ past, future, sums });
        return sums - (past * future).sum(1) * scale;
    }

    static torch::autograd::variable_list backward(torch::autograd::AutogradContext* context,
                                                   const torch::autograd::variable_list& gradients)
    {
        const auto saved = context->get_saved_variables();
        const torch::Tensor& past = saved[0];
        const torch::Tensor& future = saved[1];
        const double scale = 1 / std::sqrt(static_cast<double>(past.size(1)));
        const torch::Tensor gradient = gradients[0] * scale;
        const torch::Tensor used = gradient.nonzero().squeeze(1); // samples left out cost nothing
        torch::Tensor ofPast = -gradient.unsqueeze(1) * future;
        torch::Tensor ofFuture = -gradient.unsqueeze(1) * past;
        for (const torch::Tensor& rows : used.split(rowsOfABlock)) {
            if (rows.numel() == 0)
                break;
            const torch::Tensor some = past.index_select(0, rows);
            const torch::Tensor share
                = (torch::mm(some, future.t()).mul_(scale) - saved[2].index_select(0, rows).unsqueeze(1))
                      .exp_()
                      .mul_(gradient.index_select(0, rows).unsqueeze(1));
            ofPast.index_add_(0, rows, torch::mm(share, future));
            ofFuture.add_(torch::mm(share.t(), some));
        }
        return { ofPast, ofFuture };
    }
};

} // namespace

torch::Tensor unitVectors(const torch::Tensor& x)
{
    const torch::Tensor norm = x.norm(2, -1, true);
    return torch::where(norm > 1e-12, x / norm.clamp_min(1e-12), torch::zeros_like(x));
}

torch::Tensor collisions(const std::vector<ItemIndex>& positives, const std::vector<ItemIndex>& negatives)
{
    return idTensor(positives).unsqueeze(1) == idTensor(negatives).unsqueeze(0);
}

torch::Tensor maxLogits(const torch::Tensor& interests, const torch::Tensor& positives,
                        const torch::Tensor& negatives, double epsilon)
{
    // max(dim) sends the gradient to one winner; amax would split it among ties.
    const torch::Tensor positive = std::get<0>((interests * positives.unsqueeze(1)).sum(-1).max(1, true));
    const torch::Tensor negative = std::get<0>(torch::matmul(interests, negatives.t()).max(1));
    return torch::cat({ positive, negative }, 1) / epsilon;
}

torch::Tensor hardReadoutLogits(const torch::Tensor& interests, const torch::Tensor& positives,
                                const torch::Tensor& negatives, const torch::Tensor& valid)
{
    torch::Tensor nearness = (interests * positives.unsqueeze(1)).sum(-1).detach();
    if (valid.defined())
        nearness = nearness.masked_fill(valid.logical_not(), removedLogit);
    const torch::Tensor chosen
        = nearness.argmax(1, true).unsqueeze(2).expand({ interests.size(0), 1, interests.size(2) });
    const torch::Tensor user = interests.gather(1, chosen).squeeze(1);
    return torch::cat({ (user * positives).sum(1, true), torch::matmul(user, negatives.t()) }, 1);
}

torch::Tensor candidateLoss(const torch::Tensor& logits, const torch::Tensor& collided)
{
    torch::Tensor kept = logits;
    if (collided.defined()) {
        const torch::Tensor positive = torch::zeros({ collided.size(0), 1 }, collided.options());
        kept = logits.masked_fill(torch::cat({ positive, collided }, 1), removedLogit);
    }
    return -torch::log_softmax(kept, 1).select(1, 0).mean();
}

torch::Tensor orthogonality(const torch::Tensor& categories)
{
    const torch::Tensor cosines = torch::matmul(categories, categories.t());
    const torch::Tensor others = 1 - torch::eye(categories.size(0), categories.options());
    return (cosines * others).square().sum();
}

torch::Tensor relativeSpread(const torch::Tensor& masses)
{
    if (masses.numel() < 2)
        return (masses * 0).sum(); // the deviation of one value is NaN and its backward throws
    return masses.std(/*unbiased=*/true) / masses.mean();
}

torch::Tensor intentionLosses(const torch::Tensor& past, const torch::Tensor& future, bool inBlocks)
{
    if (inBlocks)
        return BlockedIntentionLosses::apply(past, future);
    const torch::Tensor scores = torch::mm(past, future.t()) / std::sqrt(static_cast<double>(past.size(1)));
    return -torch::log_softmax(scores, 1).diagonal();
}

} // namespace opal
