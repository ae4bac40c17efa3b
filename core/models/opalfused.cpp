// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>

#include "core/models/opal.h"

/// OPAL through the fused kernels. The definition is in opal.cpp; both give the same numbers within rounding.
namespace opal {

OpalStepOptions Opal::stepOptions() const
{
    OpalStepOptions options;
    options.epsilon = static_cast<float>(m_options.epsilon);
    options.lambdaOrth = static_cast<float>(m_options.lambdaOrth);
    options.lambdaUnif = static_cast<float>(m_options.lambdaUnif);
    options.lambdaUnique = static_cast<float>(m_options.lambdaUnique);
    options.normaliseInterests = m_options.normaliseInterests;
    options.orthMean = m_options.orthMean;
    options.hardUniformity = m_options.hardUniformity != OpalOptions::HardUniformity::None;
    options.head = m_options.head;
    return options;
}

OpalStep::Parameters Opal::stepParameters() const
{
    OpalStep::Parameters parameters;
    parameters.items = m_items.data_ptr<float>();
    parameters.categories = m_categories.data_ptr<float>();
    parameters.gruInput = m_gruInput.data_ptr<float>();
    parameters.gruHidden = m_gruHidden.data_ptr<float>();
    if (m_options.head != GruHead::None) {
        parameters.headWeight = m_head->weight.data_ptr<float>();
        parameters.headBias = m_head->bias.data_ptr<float>();
    }
    return parameters;
}

bool Opal::kernelsFit() const
{
    return m_options.fused && m_items.device().is_cpu() && m_items.scalar_type() == torch::kFloat32
        && m_options.uniqueMean == OpalOptions::UniqueMean::Users
        && OpalStep::supports({ activeInterests(), dim(), itemCount() }, stepOptions());
}

OpalStep& Opal::step()
{
    if (!m_step)
        m_step = std::make_unique<OpalStep>(OpalStep::Shape { activeInterests(), dim(), itemCount() });
    return *m_step;
}

UserInterests Opal::encodeFused(const RaggedHistories& histories)
{
    requireItems(histories.items);
    const std::int64_t users = histories.size();
    const auto tokens = static_cast<std::int64_t>(histories.items.size());
    UserInterests result;
    result.vectors = torch::empty({ users, activeInterests(), dim() });
    result.weights = torch::empty({ tokens, activeInterests() });
    result.valid = torch::ones({ users, activeInterests() }, torch::kBool);
    std::vector<std::int32_t> category(histories.items.size());
    {
        const std::lock_guard lock(m_stepMutex);
        const auto encode = m_hard ? &OpalStep::encodeHard : &OpalStep::encodeSoft;
        (step().*encode)(histories, stepParameters(), stepOptions(), result.vectors.data_ptr<float>(),
                         result.weights.data_ptr<float>(), category.data());
    }
    if (m_options.dropEmptyInterests) {
        auto valid = result.valid.accessor<bool, 2>();
        for (std::int64_t user = 0; user < users; ++user) {
            const auto first = histories.offsets[static_cast<std::size_t>(user)];
            const auto last = histories.offsets[static_cast<std::size_t>(user) + 1];
            for (int interest = 0; interest < activeInterests() && last > first; ++interest)
                valid[user][interest] = std::find(category.begin() + first, category.begin() + last, interest)
                    != category.begin() + last;
        }
    }
    return padded(std::move(result));
}

const NamedValues& Opal::lossAndGradients(const Batch& batch, RowGradients& rows)
{
    const auto& offsets = batch.history.offsets;
    const bool everyoneHasHistory
        = std::adjacent_find(offsets.begin(), offsets.end()) == offsets.end() && batch.history.size() > 0;
    const bool oneNegativeARow = batch.negatives.size() == batch.positives.size();
    return kernelsFit() && everyoneHasHistory && oneNegativeARow
        ? fusedLossAndGradients(batch, rows)
        : ItemTableModel::lossAndGradients(batch, rows);
}

const NamedValues& Opal::fusedLossAndGradients(const Batch& batch, RowGradients& rows)
{
    for (const auto* items : { &batch.history.items, &batch.positives, &batch.negatives })
        requireItems(*items);
    const std::int64_t mostRows = OpalStep::mostRows(batch, itemCount());
    OpalStep::Gradients gradients { .rows = rows.rows,
                                    .rowValues = ensureOwned(rows.values, mostRows * dim()) };
    // The step writes the rows of the interests that are trained.
    gradients.categories = gradientOf(m_categories, !m_warmup);
    gradients.gruInput = gradientOf(m_gruInput, m_hard);
    gradients.gruHidden = gradientOf(m_gruHidden, m_hard);
    if (m_options.head != GruHead::None) {
        gradients.headWeight = gradientOf(m_head->weight, m_hard);
        gradients.headBias = gradientOf(m_head->bias, m_hard);
    }
    OpalStep::Values values;
    {
        const std::lock_guard lock(m_stepMutex);
        const auto run = m_hard ? &OpalStep::hard : &OpalStep::soft;
        values = (step().*run)(batch, stepParameters(), stepOptions(), gradients);
    }
    rows.values.resize_({ static_cast<std::int64_t>(rows.rows.size()), dim() });
    m_values.clear();
    m_values.emplace_back("loss", values.total);
    m_values.emplace_back("main", values.main);
    m_values.emplace_back("orth", values.orth);
    m_values.emplace_back("unif", values.unif);
    if (m_hard)
        m_values.emplace_back("unique", values.unique);
    return m_values;
}

} // namespace opal
