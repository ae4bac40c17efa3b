// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/models/dssrec.h"

#include <cmath>

#include "core/kernels/hot.h"
#include "core/models/losses.h"

namespace opal {

namespace {

constexpr double hiddenKey = -1e4; // added: a query without any key stays finite
constexpr double initialDeviation = 0.02;

torch::nn::LayerNorm layerNorm(std::int64_t dim)
{
    return torch::nn::LayerNorm(torch::nn::LayerNormOptions({ dim }).eps(1e-12));
}

torch::Tensor dropped(const torch::Tensor& x, const HistoryBlock& block, int place, const Dropout& dropout)
{
    return dropout.active() ? x * dropout.ofVectors(block, place, x.size(-1)) : x;
}

} // namespace

DssRecOptions DssRecOptions::from(const ParamMap& params)
{
    DssRecOptions options { BaselineOptions::from(params) };
    options.dropout = params.real("dropout");
    options.confidentShare = params.real("confident_share");
    return options;
}

DssRec::Layer::Layer(std::int64_t dim)
    : query(register_module("query", torch::nn::Linear(dim, dim)))
    , key(register_module("key", torch::nn::Linear(dim, dim)))
    , value(register_module("value", torch::nn::Linear(dim, dim)))
    , output(register_module("output", torch::nn::Linear(dim, dim)))
    , first(register_module("first", torch::nn::Linear(dim, dim)))
    , second(register_module("second", torch::nn::Linear(dim, dim)))
    , attended(register_module("attended", layerNorm(dim)))
    , fed(register_module("fed", layerNorm(dim)))
{
}

DssRec::DssRec(const DssRecOptions& options, std::int64_t itemCount)
    : BaselineModel(options, itemCount)
    , m_options(options)
    , m_norms { layerNorm(options.dim), layerNorm(options.dim), layerNorm(options.dim),
                layerNorm(options.dim), layerNorm(options.dim) }
{
    const std::int64_t d = options.dim;
    const std::int64_t count = options.interests;
    m_positions = register_parameter("positions", torch::zeros({ options.maxLength, d }));
    m_prototypes = register_parameter("prototypes", torch::zeros({ count, d }));
    m_places = register_parameter("places", torch::zeros({ options.maxLength, d }));
    m_queryBias = register_parameter("query_bias", torch::zeros({ d }));
    m_pastBias = register_parameter("past_bias", torch::zeros({ count, d }));
    m_futureBias = register_parameter("future_bias", torch::zeros({ count, d }));
    m_inputNorm = register_module("input_norm", layerNorm(d));
    for (std::size_t i = 0; i < m_layers.size(); ++i)
        m_layers[i] = register_module("layer" + std::to_string(i), std::make_shared<Layer>(d));
    for (std::size_t i = 0; i < m_norms.size(); ++i)
        register_module("norm" + std::to_string(i + 1), m_norms[i]);
    m_keyMap = register_module("key_map", torch::nn::Linear(d, d));
}

void DssRec::initialise(std::uint64_t seed)
{
    const torch::NoGradGuard noGrad;
    const double prototypeDeviation = 1 / std::sqrt(static_cast<double>(dim()));
    fillNormal(m_items, initialDeviation * shared().initialScale, seed, 0);
    m_items[0].zero_();
    fillNormal(m_positions, initialDeviation, seed, 1);
    fillNormal(m_prototypes, prototypeDeviation, seed, 2);
    fillNormal(m_pastBias, prototypeDeviation, seed, 3);
    fillNormal(m_futureBias, prototypeDeviation, seed, 4);
    m_places.zero_();
    m_queryBias.zero_();
    fillLinear(m_keyMap, seed, 5);
    std::uint64_t stream = 7;
    for (const auto& layer : m_layers) {
        for (torch::nn::Linear* map : { &layer->query, &layer->key, &layer->value, &layer->output }) {
            fillNormal((*map)->weight, initialDeviation, seed, stream++);
            (*map)->bias.zero_();
        }
        for (torch::nn::Linear* map : { &layer->first, &layer->second }) {
            fillLinear(*map, seed, stream);
            stream += 2;
        }
    }
    for (const auto& module : modules(/*include_self=*/false)) {
        if (auto* const norm = module->as<torch::nn::LayerNormImpl>()) {
            norm->weight.fill_(1);
            norm->bias.zero_();
        }
    }
}

/// Index [n, L] into the tables of positions: the newest item has the last row, whatever the length.
torch::Tensor DssRec::fromTheEnd(const HistoryBlock& block) const
{
    const torch::Tensor position = torch::arange(block.mask.size(1), block.lengths.options());
    return (m_options.maxLength - block.lengths.unsqueeze(1) + position).clamp_max(m_options.maxLength - 1);
}

torch::Tensor DssRec::encodeSequence(const HistoryBlock& block, const torch::Tensor& places, Side side,
                                     const Dropout& dropout)
{
    int place = side == Side::Past ? 0 : 32;
    const std::int64_t length = block.mask.size(1);
    const torch::Tensor earlier = torch::ones({ length, length }, block.mask.options()).tril();
    const torch::Tensor hidden = (1 - earlier * block.mask.unsqueeze(1)) * hiddenKey; // [n, L, L]
    torch::Tensor h = m_inputNorm->forward(block.x + torch::embedding(m_positions, places));
    h = dropped(h, block, place++, dropout);
    for (const auto& layer : m_layers) {
        const torch::Tensor keys = layer->key->forward(h).transpose(1, 2);
        const torch::Tensor nearness
            = torch::bmm(layer->query->forward(h), keys) / std::sqrt(static_cast<double>(dim()));
        torch::Tensor attention = torch::softmax(nearness + hidden, -1);
        if (dropout.active())
            attention = attention * dropout.ofAttention(block, place);
        ++place;
        const torch::Tensor read = layer->output->forward(torch::bmm(attention, layer->value->forward(h)));
        h = layer->attended->forward(h + dropped(read, block, place++, dropout));
        const torch::Tensor fed = torch::relu(layer->second->forward(torch::relu(layer->first->forward(h))));
        h = layer->fed->forward(h + dropped(fed, block, place++, dropout));
    }
    return h;
}

DssRec::Intentions DssRec::intentionsOf(const HistoryBlock& block, Side side, const Dropout& dropout)
{
    const double scale = 1 / std::sqrt(static_cast<double>(dim()));
    const torch::Tensor places = fromTheEnd(block);
    Intentions made;
    made.encoded = encodeSequence(block, places, side, dropout);
    made.shares = torch::softmax(
        torch::matmul(m_norms[0]->forward(made.encoded), m_norms[1]->forward(m_prototypes).t()) * scale, -1);
    const torch::Tensor placed = m_norms[2]->forward(made.encoded + torch::embedding(m_places, places));
    const torch::Tensor keys = placed + torch::relu(m_keyMap->forward(placed));
    const torch::Tensor last = (block.lengths - 1)
                                   .clamp_min(0)
                                   .view({ -1, 1, 1 })
                                   .expand({ block.x.size(0), 1, static_cast<std::int64_t>(dim()) });
    const torch::Tensor query
        = m_norms[3]->forward(m_queryBias + m_places[-1] + made.encoded.gather(1, last)); // [n, 1, d]
    const torch::Tensor nearness = torch::bmm(keys, query.transpose(1, 2)).squeeze(2) * scale;
    made.importance = torch::softmax(nearness.masked_fill(block.mask == 0, removedLogit), 1) * block.mask;
    const torch::Tensor pooled
        = torch::bmm((made.shares * made.importance.unsqueeze(2)).transpose(1, 2), made.encoded);
    made.vectors = m_norms[4]->forward(pooled + (side == Side::Past ? m_pastBias : m_futureBias));
    return made;
}

BlockInterests DssRec::interestsOf(const HistoryBlock& block)
{
    const Intentions made = intentionsOf(block, Side::Past);
    return { made.vectors, {}, made.shares };
}

torch::Tensor DssRec::intentions(const std::vector<HistoryBlock>& blocks, Side side, const Dropout& dropout)
{
    std::vector<torch::Tensor> parts;
    for (const HistoryBlock& block : blocks)
        parts.push_back(intentionsOf(block, side, dropout).vectors);
    return inBatchOrder(blocks, parts);
}

/// Every interest races against every candidate of the row; the nearest interest stands for the positive.
torch::Tensor DssRec::itemLoss(const torch::Tensor& past, const LossTable& table) const
{
    const double scale = 1 / std::sqrt(static_cast<double>(dim()));
    const torch::Tensor positive = torch::matmul(past, table.positives.unsqueeze(2)) * scale; // [B, K, 1]
    const torch::Tensor negative = (torch::matmul(past, table.negatives.t()) * scale)
                                       .masked_fill(table.collided.unsqueeze(1), removedLogit);
    const torch::Tensor all = torch::cat({ positive, negative }, 2).flatten(1);
    return (torch::logsumexp(all, 1) - std::get<0>(positive.squeeze(2).max(1))).mean();
}

torch::Tensor DssRec::sequenceLoss(const torch::Tensor& past, const torch::Tensor& future) const
{
    const torch::Tensor each
        = intentionLosses(past.flatten(0, 1), future.flatten(0, 1), shared().fused); // [B K]
    const auto kept
        = static_cast<std::int64_t>(std::floor(m_options.confidentShare * static_cast<double>(each.size(0))));
    const torch::Tensor confident = std::get<1>(each.detach().topk(kept, 0, /*largest=*/false));
    return each.index_select(0, std::get<0>(confident.sort())).sum() / static_cast<double>(past.size(0));
}

LossTerms DssRec::loss(const Batch& batch)
{
    const TouchedRows& touched = touch(batch);
    const LossTable table = lossTable(touched, batch);
    const std::int64_t padding = touched.values.size(0);
    const Dropout dropout(m_options.dropout, shared().seed, batch.step);
    const torch::Tensor past = intentions(
        blocksOf(table.rows, padding, touched.history, batch.history.offsets), Side::Past, dropout);
    // The future is read backwards, so that the item right after the cut is the last one.
    const std::vector<std::int64_t>& offsets = batch.future.offsets;
    torch::Tensor backwards = torch::empty({ offsets.back() }, torch::kInt64);
    auto* out = backwards.data_ptr<std::int64_t>();
    for (std::size_t row = 0; row + 1 < offsets.size(); ++row)
        for (std::int64_t token = offsets[row + 1]; token-- > offsets[row];)
            *out++ = token;
    const torch::Tensor tokens = touched.future.index_select(0, backwards.to(touched.future.device()));
    const torch::Tensor future
        = intentions(blocksOf(table.rows, padding, tokens, offsets), Side::Future, dropout);

    const torch::Tensor item = itemLoss(past, table);
    const torch::Tensor sequence = sequenceLoss(past, future);
    return { { "loss", item + sequence }, { "seq2item", item }, { "seq2seq", sequence } };
}

std::shared_ptr<kernels::BaselineStep> DssRec::makeStep() const
{
    return kernels::makeDssRecStep(
        stepShape(),
        { .dropout = m_options.dropout, .confidentShare = m_options.confidentShare, .seed = shared().seed },
        kernels::hotTable());
}

EncoderSource DssRec::encoderSource() const
{
    EncoderSource source;
    source.text = R"(
def normed(self, x: Tensor, weight: Tensor, bias: Tensor) -> Tensor:
    return torch.layer_norm(x, [x.size(-1)], weight, bias, 1e-12)

def interests(self, history: Tensor, mask: Tensor) -> Tensor:
    x = torch.embedding(self.items, history)
    length = x.size(1)
    scale = 1.0 / (float(x.size(2)) ** 0.5)
    lengths = mask.sum(1)
    position = torch.arange(length, device=mask.device)
    places = (self.max_length - lengths.unsqueeze(1) + position).clamp_max(self.max_length - 1)
    earlier = (position.unsqueeze(1) >= position) & mask.unsqueeze(1)
    hidden = torch.logical_not(earlier) * -1e4
    h = self.normed(x + torch.embedding(self.positions, places), self.input_norm_weight, self.input_norm_bias)
)";
    for (std::size_t layer = 0; layer < m_layers.size(); ++layer) {
        std::string block = R"(
    query = torch.linear(h, self.LAYER_query_weight, self.LAYER_query_bias)
    key = torch.linear(h, self.LAYER_key_weight, self.LAYER_key_bias)
    attention = torch.softmax(torch.bmm(query, key.transpose(1, 2)) * scale + hidden, -1)
    read = torch.bmm(attention, torch.linear(h, self.LAYER_value_weight, self.LAYER_value_bias))
    read = torch.linear(read, self.LAYER_output_weight, self.LAYER_output_bias)
    h = self.normed(h + read, self.LAYER_attended_weight, self.LAYER_attended_bias)
    fed = torch.relu(torch.linear(h, self.LAYER_first_weight, self.LAYER_first_bias))
    fed = torch.relu(torch.linear(fed, self.LAYER_second_weight, self.LAYER_second_bias))
    h = self.normed(h + fed, self.LAYER_fed_weight, self.LAYER_fed_bias)
)";
        const std::string name = "layer" + std::to_string(layer);
        for (std::size_t at = block.find("LAYER"); at != std::string::npos; at = block.find("LAYER"))
            block.replace(at, 5, name);
        source.text += block;
    }
    source.text += R"(
    prototypes = self.normed(self.prototypes, self.norm2_weight, self.norm2_bias)
    shares = torch.matmul(self.normed(h, self.norm1_weight, self.norm1_bias), prototypes.t()) * scale
    shares = torch.softmax(shares, -1)
    placed = self.normed(h + torch.embedding(self.places, places), self.norm3_weight, self.norm3_bias)
    keys = placed + torch.relu(torch.linear(placed, self.key_map_weight, self.key_map_bias))
    last = (lengths - 1).clamp_min(0).view([-1, 1, 1]).expand([x.size(0), 1, x.size(2)])
    ask = self.normed(self.query_bias + self.places[-1] + h.gather(1, last), self.norm4_weight, self.norm4_bias)
    nearness = torch.bmm(keys, ask.transpose(1, 2)).squeeze(2) * scale
    importance = torch.softmax(nearness.masked_fill(torch.logical_not(mask), -1e9), 1) * mask
    pooled = torch.bmm((shares * importance.unsqueeze(2)).transpose(1, 2), h)
    return self.normed(pooled + self.past_bias, self.norm5_weight, self.norm5_bias)
)";
    return source;
}

} // namespace opal
