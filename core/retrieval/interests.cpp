// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/retrieval/interests.h"

#include <algorithm>

#include "core/base/error.h"
#include "core/models/rankingmodel.h"
#include "core/models/scorer.h"
#include "core/retrieval/historyrule.h"
#include "core/retrieval/searcher.h"

namespace opal {

namespace {

constexpr std::int64_t usersEncodedTogether = 1024;

/// Switches dropout off for its life and puts the model back as it was.
class InferenceScope final
{
public:
    explicit InferenceScope(VectorModel& model)
        : m_module(dynamic_cast<torch::nn::Module*>(&model))
        , m_wasTraining(m_module && m_module->is_training())
    {
        if (m_module)
            m_module->eval();
    }

    ~InferenceScope()
    {
        if (m_module)
            m_module->train(m_wasTraining);
    }

    InferenceScope(const InferenceScope&) = delete;
    InferenceScope& operator=(const InferenceScope&) = delete;

private:
    torch::NoGradGuard m_noGradient;
    torch::nn::Module* m_module; ///< null for a model that is not trained
    bool m_wasTraining;
};

const Scorer* scorerOf(const RankingModel& model)
{
    return dynamic_cast<const Scorer*>(&model);
}

/// What a scorer ranks by: the histories.
InterestSet historiesAsInterests(const RaggedHistories& histories)
{
    InterestSet set;
    set.users = histories.size();
    set.interests = 1;
    set.valid.assign(static_cast<std::size_t>(set.users), 1);
    set.historyOffsets.push_back(0);
    for (std::int64_t user = 0; user < set.users; ++user) {
        const std::vector<ItemIndex> items = distinctItems(histories.history(user));
        set.histories.insert(set.histories.end(), items.begin(), items.end());
        set.historyOffsets.push_back(static_cast<std::int64_t>(set.histories.size()));
    }
    return set;
}

torch::Tensor plainFloats(const torch::Tensor& tensor)
{
    return tensor.detach().to(torch::kCPU, torch::kFloat32).contiguous();
}

void appendFloats(std::vector<float>& values, const torch::Tensor& tensor)
{
    const torch::Tensor plain = plainFloats(tensor);
    const float* begin = plain.data_ptr<float>();
    values.insert(values.end(), begin, begin + plain.numel());
}

std::int32_t argmax(const float* weights, int count)
{
    return static_cast<std::int32_t>(std::max_element(weights, weights + count) - weights);
}

/// Intensity and item counts [users, K] of one block, appended to the set.
void appendAssignments(InterestSet& set, const torch::Tensor& weights, const RaggedHistories& block)
{
    const torch::Tensor plain = plainFloats(weights);
    const float* row = plain.data_ptr<float>();
    const int count = set.interests;
    for (std::int64_t user = 0; user < block.size(); ++user) {
        std::vector<double> mass(static_cast<std::size_t>(count), 0.0);
        std::vector<std::int32_t> items(static_cast<std::size_t>(count), 0);
        const std::int64_t end = block.offsets[static_cast<std::size_t>(user + 1)];
        for (std::int64_t token = block.offsets[static_cast<std::size_t>(user)]; token < end;
             ++token, row += count) {
            for (int j = 0; j < count; ++j)
                mass[static_cast<std::size_t>(j)] += static_cast<double>(row[j]);
            ++items[static_cast<std::size_t>(argmax(row, count))];
        }
        for (const double value : mass)
            set.intensity.push_back(static_cast<float>(value));
        set.itemCounts.insert(set.itemCounts.end(), items.begin(), items.end());
    }
}

void startSet(InterestSet& set, const VectorModel& model, std::int64_t users)
{
    set.users = users;
    set.interests = model.interestCount();
    set.dim = model.dim();
    set.vectors.reserve(static_cast<std::size_t>(set.users * set.interests * set.dim));
    set.valid.reserve(static_cast<std::size_t>(set.users * set.interests));
}

void appendUsers(InterestSet& set, const UserInterests& encoded, const RaggedHistories& histories)
{
    appendFloats(set.vectors, encoded.vectors);
    const torch::Tensor valid = encoded.valid.to(torch::kCPU, torch::kUInt8).contiguous();
    set.valid.insert(set.valid.end(), valid.data_ptr<std::uint8_t>(),
                     valid.data_ptr<std::uint8_t>() + valid.numel());
    if (encoded.weights.defined())
        appendAssignments(set, encoded.weights, histories);
    else if (encoded.intensity.defined())
        appendFloats(set.intensity, encoded.intensity);
}

} // namespace

VectorModel& vectorsOf(RankingModel& model)
{
    if (auto* vectors = dynamic_cast<VectorModel*>(&model))
        return *vectors;
    throw Error(ErrorCode::Unsupported,
                "this model scores items without vectors, so there is nothing to draw or to compare; choose "
                "a run of a model with item vectors.");
}

InterestSet extractInterests(RankingModel& ranking, const RaggedHistories& histories)
{
    if (scorerOf(ranking))
        return historiesAsInterests(histories);
    VectorModel& model = vectorsOf(ranking);
    const InferenceScope inference(model);
    InterestSet set;
    startSet(set, model, histories.size());
    RaggedHistories block;
    for (std::int64_t first = 0; first < set.users; first += usersEncodedTogether) {
        block.clear();
        for (std::int64_t user = first; user < std::min(first + usersEncodedTogether, set.users); ++user) {
            const auto slot = static_cast<std::size_t>(user);
            block.append(histories.history(user), slot < histories.users.size() ? histories.users[slot] : -1);
        }
        appendUsers(set, model.encode(block), block);
    }
    return set;
}

namespace {

EncodedUser plainUser(const VectorModel& model, const UserInterests& encoded, const RaggedHistories& single)
{
    EncodedUser result;
    startSet(result.interests, model, 1);
    appendUsers(result.interests, encoded, single);
    result.weights.interests = model.interestCount();
    if (!encoded.weights.defined())
        return result;
    appendFloats(result.weights.weights, encoded.weights);
    const auto count = static_cast<std::size_t>(result.weights.interests);
    for (std::size_t token = 0; token < single.items.size(); ++token)
        result.weights.category.push_back(
            argmax(result.weights.weights.data() + token * count, result.weights.interests));
    return result;
}

std::vector<double> plainDoubles(const torch::Tensor& tensor)
{
    const torch::Tensor plain = tensor.detach().to(torch::kCPU, torch::kFloat64).contiguous();
    return { plain.data_ptr<double>(), plain.data_ptr<double>() + plain.numel() };
}

} // namespace

TracedUser traceUser(RankingModel& ranking, std::span<const ItemIndex> history, std::optional<double> epsilon,
                     UserIndex user)
{
    RaggedHistories single;
    single.append(history, user);
    if (scorerOf(ranking)) {
        if (epsilon)
            throw Error(ErrorCode::InvalidArgument,
                        "this model has no interests to assign items to; leave epsilon out.");
        TracedUser result;
        result.encoded.interests = historiesAsInterests(single);
        result.encoded.weights.interests = 1;
        return result;
    }
    VectorModel& model = vectorsOf(ranking);
    const InferenceScope inference(model);
    const InterestTrace trace = model.trace(history, epsilon, user);
    TracedUser result;
    if (epsilon) {
        const UserInterests changed {
            trace.vectors.unsqueeze(0), trace.valid.unsqueeze(0), trace.weights, {}
        };
        result.encoded = plainUser(model, changed, single);
    } else {
        result.encoded = plainUser(model, model.encode(single), single);
    }
    result.epsilon = epsilon ? epsilon : model.assignmentTemperature();
    if (trace.categories.defined())
        result.cosines = plainDoubles(torch::cosine_similarity(trace.vectors, trace.categories, 1));
    if (trace.soft.defined() && trace.hard.defined())
        result.distances = plainDoubles((trace.soft - trace.hard).norm(2, 1));
    if (trace.course.defined() && trace.weights.defined() && !history.empty()) {
        const torch::Tensor last = trace.hard.index_select(0, trace.weights.argmax(-1));
        result.similarities = plainDoubles(torch::cosine_similarity(trace.course, last, 1));
    }
    return result;
}

InterestSet extractInterestsAndWeights(RankingModel& ranking, const RaggedHistories& histories,
                                       std::vector<float>& weights)
{
    weights.clear();
    if (scorerOf(ranking))
        return historiesAsInterests(histories);
    VectorModel& model = vectorsOf(ranking);
    const InferenceScope inference(model);
    InterestSet set;
    startSet(set, model, histories.size());
    const UserInterests encoded = model.encode(histories);
    appendUsers(set, encoded, histories);
    if (encoded.weights.defined())
        appendFloats(weights, encoded.weights);
    return set;
}

std::vector<float> itemVectors(RankingModel& ranking)
{
    VectorModel& model = vectorsOf(ranking);
    const InferenceScope inference(model);
    std::vector<float> values;
    appendFloats(values, model.itemTable());
    return values;
}

Searcher searcherOf(RankingModel& model, const std::string& indexSpec)
{
    if (const Scorer* scorer = scorerOf(model)) {
        if (!indexSpec.empty())
            throw Error(ErrorCode::Unsupported,
                        "this model has no item vectors that an index could hold; leave the index out.");
        return Searcher(scorer->scores());
    }
    const std::vector<float> items = itemVectors(model);
    const int dim = vectorsOf(model).dim();
    return Searcher(items, static_cast<std::int64_t>(items.size()) / dim - 1, dim, indexSpec);
}

} // namespace opal
