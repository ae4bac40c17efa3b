// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/models/baselinemodel.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "core/base/error.h"
#include "core/kernels/baselinestep.h"
#include "core/models/losses.h"

namespace opal {

namespace {

/// Cells (users times padded length) of one block: 2 MB of item vectors at d = 64.
constexpr std::int64_t blockCells = 8192;

/// Users [first, end) of the sorted order, `length` cells each.
struct Cut
{
    std::size_t first = 0;
    std::size_t end = 0;
    std::int64_t length = 1;
};

std::int64_t lengthOf(const std::vector<std::int64_t>& offsets, std::int64_t user)
{
    const auto at = static_cast<std::size_t>(user);
    return offsets[at + 1] - offsets[at];
}

std::vector<Cut> cutsOf(const std::vector<std::int64_t>& offsets, const std::vector<std::int64_t>& order,
                        bool blocks)
{
    std::vector<Cut> cuts(1);
    for (std::size_t at = 0; at < order.size(); ++at) {
        const std::int64_t length = std::max<std::int64_t>(1, lengthOf(offsets, order[at]));
        const auto users = static_cast<std::int64_t>(at - cuts.back().first);
        if (blocks && users > 0 && (users + 1) * std::max(length, cuts.back().length) > blockCells)
            cuts.push_back({ at, at, 1 });
        cuts.back().end = at + 1;
        cuts.back().length = std::max(cuts.back().length, length);
    }
    return cuts;
}

torch::Tensor asTensor(const std::vector<std::int64_t>& values)
{
    return torch::tensor(values, torch::kInt64);
}

} // namespace

BaselineOptions BaselineOptions::from(const ParamMap& params)
{
    BaselineOptions options;
    options.interests = static_cast<int>(params.integer("interests"));
    options.dim = static_cast<int>(params.integer("dim"));
    options.maxLength = params.integer("max_length");
    options.initialScale = params.real("initial_scale");
    options.fused = params.text("kernels") == "fused";
    options.seed = static_cast<std::uint64_t>(params.integer("seed"));
    options.patience = static_cast<int>(params.integer("patience"));
    options.maxEpochs = params.integer("max_epochs");
    return options;
}

BaselineModel::BaselineModel(const BaselineOptions& options, std::int64_t itemCount)
    : ItemTableModel(options.interests, options.dim, itemCount)
    , m_shared(options)
{
}

std::vector<Stage> BaselineModel::stages() const
{
    return { { "train", m_shared.patience, m_shared.maxEpochs } };
}

void BaselineModel::setStage(const std::string& stage)
{
    if (stage != "train")
        throw Error(ErrorCode::InvalidArgument, "this model has the stage train, not '" + stage + "'");
}

void BaselineModel::initialiseItems(std::uint64_t seed)
{
    fillUniform(m_items, m_shared.initialScale / std::sqrt(static_cast<double>(dim())), seed, 0);
    m_items[0].zero_();
}

void BaselineModel::fillLinear(torch::nn::Linear& layer, std::uint64_t seed, std::uint64_t stream)
{
    const double bound = 1 / std::sqrt(static_cast<double>(layer->weight.size(1)));
    fillUniform(layer->weight, bound, seed, stream);
    if (layer->bias.defined())
        fillUniform(layer->bias, bound, seed, stream + 1);
}

std::vector<HistoryBlock> BaselineModel::blocksOf(const torch::Tensor& table, std::int64_t padding,
                                                  const torch::Tensor& tokens,
                                                  const std::vector<std::int64_t>& offsets) const
{
    std::vector<std::int64_t> order(offsets.size() - 1);
    std::iota(order.begin(), order.end(), 0);
    const auto shorter = [&](std::int64_t one, std::int64_t other) {
        return lengthOf(offsets, one) < lengthOf(offsets, other);
    };
    if (m_shared.fused)
        std::stable_sort(order.begin(), order.end(), shorter);
    const std::vector<Cut> cuts = cutsOf(offsets, order, m_shared.fused);

    std::vector<HistoryBlock> blocks;
    std::vector<std::int64_t> cells; // of all blocks: token number, T on padding
    std::vector<std::int64_t> sizes;
    for (const Cut& cut : cuts) {
        requireLength(cut.length);
        const auto users = static_cast<std::int64_t>(cut.end - cut.first);
        torch::Tensor lengths = torch::empty({ users }, torch::kInt64);
        auto* lengthAt = lengths.data_ptr<std::int64_t>();
        for (std::size_t at = cut.first; at < cut.end; ++at) {
            const std::int64_t length = lengthOf(offsets, order[at]);
            *lengthAt++ = length;
            const std::int64_t first = offsets[static_cast<std::size_t>(order[at])];
            for (std::int64_t position = 0; position < cut.length; ++position)
                cells.push_back(position < length ? first + position : offsets.back());
        }
        HistoryBlock block;
        block.lengths = lengths.to(table.device());
        block.rows = asTensor({ order.begin() + static_cast<std::ptrdiff_t>(cut.first),
                                order.begin() + static_cast<std::ptrdiff_t>(cut.end) })
                         .to(table.device());
        block.mask = (torch::arange(cut.length).unsqueeze(0) < lengths.unsqueeze(1))
                         .to(table.device(), table.scalar_type());
        blocks.push_back(std::move(block));
        sizes.push_back(users * cut.length);
    }
    const torch::Tensor rowOf = torch::cat({ tokens, torch::full({ 1 }, padding, tokens.options()) });
    const torch::Tensor index = rowOf.index_select(0, asTensor(cells).to(tokens.device()));
    const auto parts = torch::embedding(table, index, padding).split_with_sizes(sizes);
    for (std::size_t i = 0; i < blocks.size(); ++i)
        blocks[i].x = parts[i].view({ blocks[i].mask.size(0), blocks[i].mask.size(1), table.size(1) });
    return blocks;
}

torch::Tensor BaselineModel::inBatchOrder(const std::vector<HistoryBlock>& blocks,
                                          const std::vector<torch::Tensor>& parts)
{
    if (blocks.size() == 1)
        return parts.front().index_select(0, blocks.front().rows.argsort());
    std::vector<torch::Tensor> rows;
    for (const HistoryBlock& block : blocks)
        rows.push_back(block.rows);
    return torch::cat(parts).index_select(0, torch::cat(rows).argsort());
}

UserInterests BaselineModel::encodeBlocks(const std::vector<HistoryBlock>& blocks, const Visit& visit)
{
    std::vector<torch::Tensor> vectors;
    std::vector<torch::Tensor> valid;
    for (const HistoryBlock& block : blocks) {
        const BlockInterests made = interestsOf(block);
        if (visit)
            visit(block, made);
        vectors.push_back(made.vectors);
        valid.push_back(made.valid.defined() ? made.valid
                                             : torch::ones({ block.x.size(0), interestCount() },
                                                           block.mask.options().dtype(torch::kBool)));
    }
    return { inBatchOrder(blocks, vectors), inBatchOrder(blocks, valid), {}, {} };
}

UserInterests BaselineModel::encode(const RaggedHistories& histories)
{
    const torch::Tensor tokens = itemIndex(histories.items);
    const std::vector<HistoryBlock> blocks = blocksOf(m_items, 0, tokens, histories.offsets);
    std::vector<torch::Tensor> weights;
    std::vector<torch::Tensor> owners;
    UserInterests result = encodeBlocks(blocks, [&](const HistoryBlock& block, const BlockInterests& made) {
        if (!made.weights.defined())
            return;
        const torch::Tensor real = block.mask.flatten().nonzero().squeeze(1);
        weights.push_back(made.weights.flatten(0, 1).index_select(0, real));
        owners.push_back(block.rows.unsqueeze(1).expand(block.mask.sizes()).flatten().index_select(0, real));
    });
    if (!weights.empty()) {
        const torch::Tensor order = std::get<1>(torch::cat(owners).sort(/*stable=*/true, 0, false));
        result.weights = torch::cat(weights).index_select(0, order);
    }
    return result;
}

void BaselineModel::requireLength(std::int64_t length) const
{
    if (length > m_shared.maxLength)
        throw Error(ErrorCode::InvalidArgument,
                    "a history has " + std::to_string(length) + " items but the model reads "
                        + std::to_string(m_shared.maxLength) + " at most; cut it to the last ones");
}

bool BaselineModel::stepFits(const Batch& batch) const
{
    const auto everyoneHasSome = [](const RaggedHistories& histories) {
        const auto& offsets = histories.offsets;
        return std::adjacent_find(offsets.begin(), offsets.end()) == offsets.end();
    };
    return m_shared.fused && m_items.device().is_cpu() && m_items.scalar_type() == torch::kFloat32
        && batch.history.size() > 0 && batch.negatives.size() == batch.positives.size()
        && everyoneHasSome(batch.history) && (!readsFuture() || everyoneHasSome(batch.future));
}

const NamedValues& BaselineModel::lossAndGradients(const Batch& batch, RowGradients& rows)
{
    if (!m_step && m_shared.fused)
        m_step = makeStep();
    if (!m_step || !stepFits(batch))
        return ItemTableModel::lossAndGradients(batch, rows);
    for (const auto* items : { &batch.history.items, &batch.positives, &batch.negatives })
        requireItems(*items);
    for (std::int64_t user = 0; user < batch.history.size(); ++user)
        requireLength(lengthOf(batch.history.offsets, user));
    if (readsFuture()) {
        requireItems(batch.future.items);
        for (std::int64_t user = 0; user < batch.future.size(); ++user)
            requireLength(lengthOf(batch.future.offsets, user));
    }
    std::vector<kernels::StepParameter> parameters;
    const auto add = [&parameters](const torch::Tensor& value, float* gradient) {
        const bool vector = value.dim() == 1;
        parameters.push_back({ .value = value.data_ptr<float>(),
                               .gradient = gradient,
                               .rows = vector ? 0 : value.numel() / value.size(-1),
                               .columns = value.size(-1) });
    };
    for (const torch::Tensor& parameter : this->parameters())
        add(parameter, gradientOf(parameter));
    for (const torch::Tensor& constant : stepConstants())
        add(constant, nullptr);
    float* const rowValues = ensureOwned(rows.values, m_step->mostRows(batch) * dim());
    const auto terms = m_step->run(batch, m_items.data_ptr<float>(), parameters, { rows.rows, rowValues });
    rows.values.resize_({ static_cast<std::int64_t>(rows.rows.size()), dim() });
    m_values.clear();
    const std::vector<std::string> names = termNames();
    for (std::size_t term = 0; term < names.size(); ++term)
        m_values.emplace_back(names[term], terms[term]);
    return m_values;
}

BaselineModel::LossTable BaselineModel::lossTable(const TouchedRows& touched, const Batch& batch) const
{
    LossTable table;
    table.rows = torch::cat({ touched.values, torch::zeros({ 1, dim() }, touched.values.options()) });
    table.positives = torch::embedding(touched.values, touched.positives);
    table.negatives = torch::embedding(touched.values, touched.negatives);
    table.collided = collisions(batch.positives, batch.negatives).to(touched.values.device());
    return table;
}

torch::Tensor BaselineModel::hardReadoutLoss(const Batch& batch, const Visit& visit)
{
    const TouchedRows& touched = touch(batch);
    const LossTable table = lossTable(touched, batch);
    const UserInterests users = encodeBlocks(
        blocksOf(table.rows, touched.values.size(0), touched.history, batch.history.offsets), visit);
    return candidateLoss(hardReadoutLogits(users.vectors, table.positives, table.negatives, users.valid),
                         table.collided);
}

} // namespace opal
