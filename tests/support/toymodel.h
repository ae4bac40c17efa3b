// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cmath>
#include <limits>

#include "core/base/random.h"
#include "core/models/recommender.h"

namespace opal {

/// The smallest recommender that trains: one interest, d = 4, pulls item vectors of a history towards the
/// positive, scaled by one dense parameter. Two stages as OPAL has. Term "pull" is NaN in step `breakAt`.
class ToyModel final : public Recommender
{
public:
    explicit ToyModel(std::int64_t itemCount, int patience = 2, std::int64_t maxEpochs = 0)
        : m_patience(patience)
        , m_maxEpochs(maxEpochs)
        , m_items(register_buffer("items", torch::zeros({ itemCount + 1, 4 })))
        , m_scale(register_parameter("scale", torch::zeros({ 4 })))
    {
    }

    int interestCount() const override { return 1; }

    int dim() const override { return 4; }

    std::vector<Stage> stages() const override
    {
        return { { "soft", m_patience, m_maxEpochs }, { "hard", m_patience, m_maxEpochs } };
    }

    void setStage(const std::string& stage) override { m_hard = stage == "hard"; }

    void initialise(std::uint64_t seed) override
    {
        const torch::NoGradGuard noGrad;
        Random random(seed, RandomPurpose::Initialisation);
        auto* const items = m_items.data_ptr<float>();
        for (std::int64_t i = 4; i < m_items.numel(); ++i)
            items[i] = random.uniform() - 0.5F;
        m_scale.fill_(0.5F);
    }

    UserInterests encode(const RaggedHistories& histories) override
    {
        UserInterests result;
        result.vectors = torch::zeros({ histories.size(), 1, 4 });
        for (std::int64_t user = 0; user < histories.size(); ++user) {
            const auto end = histories.offsets[static_cast<std::size_t>(user) + 1];
            const ItemIndex last = histories.items[static_cast<std::size_t>(end) - 1];
            result.vectors[user][0] = m_items[last] * m_scale.detach();
        }
        result.valid = torch::ones({ histories.size(), 1 }, torch::kBool);
        return result;
    }

    LossTerms loss(const Batch&) override { return {}; }

    const NamedValues& lossAndGradients(const Batch& batch, RowGradients& rows) override
    {
        const torch::NoGradGuard noGrad;
        torch::Tensor gradient = torch::zeros_like(m_items);
        torch::Tensor scaleGradient = torch::zeros_like(m_scale);
        double pull = 0;
        std::vector<bool> touched(static_cast<std::size_t>(m_items.size(0)));
        for (std::size_t row = 0; row < batch.positives.size(); ++row) {
            const ItemIndex last
                = batch.history.items[static_cast<std::size_t>(batch.history.offsets[row + 1]) - 1];
            const ItemIndex positive = batch.positives[row];
            const torch::Tensor difference
                = m_items[last] * m_scale - m_items[positive] * (m_hard ? 0.5 : 1.0);
            pull += difference.square().sum().item<double>();
            gradient[last] += difference * m_scale;
            gradient[positive] -= difference;
            scaleGradient += difference * m_items[last];
            touched[static_cast<std::size_t>(last)] = touched[static_cast<std::size_t>(positive)] = true;
        }
        rows.rows.clear();
        for (std::size_t item = 1; item < touched.size(); ++item) {
            if (touched[item])
                rows.rows.push_back(static_cast<std::int64_t>(item));
        }
        rows.values = gradient.index_select(0, torch::tensor(rows.rows, torch::kInt64));
        m_scale.mutable_grad() = scaleGradient;
        if (batch.step == breakAt)
            pull = std::numeric_limits<double>::quiet_NaN();
        m_values = { { "loss", pull }, { "pull", pull } };
        return m_values;
    }

    torch::Tensor itemTable() override { return m_items; }

    torch::Tensor& scale() { return m_scale; }

    std::int64_t breakAt = 0;

private:
    NamedValues m_values;
    int m_patience;
    std::int64_t m_maxEpochs;
    bool m_hard = false;
    torch::Tensor m_items;
    torch::Tensor m_scale;
};

} // namespace opal
