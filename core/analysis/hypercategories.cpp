// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/hypercategories.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "core/base/error.h"
#include "core/base/vectorstate.h"
#include "core/models/rankingmodel.h"

namespace opal {

namespace {

constexpr std::size_t blockItems = 2048;
constexpr std::size_t lanes = 8; ///< categories worked on at a time

/// Sums over one block of items. Blocks are added in their order, so that threads do not change the result.
struct BlockSums
{
    std::vector<double> mass;
    std::vector<std::int64_t> sizes;
    std::array<std::int64_t, confidenceBins> confidence {};
    double confidenceSum = 0;
    double entropySum = 0;
};

class Assigner final
{
public:
    explicit Assigner(const CategoryGeometry& geometry)
        : m_geometry(geometry)
        , m_dim(static_cast<std::size_t>(geometry.dim))
        , m_count(geometry.categories.size() / m_dim)
        , m_padded((m_count + lanes - 1) / lanes * lanes)
        , m_columns(m_dim * m_padded, 0.0F)
    {
        for (std::size_t j = 0; j < m_count; ++j)
            for (std::size_t c = 0; c < m_dim; ++c)
                m_columns[c * m_padded + j] = geometry.categories[j * m_dim + c];
    }

    std::size_t count() const { return m_count; }

    BlockSums assign(std::size_t first, std::size_t last, std::span<const std::int32_t> popularity,
                     std::uint8_t* category) const
    {
        BlockSums sums;
        sums.mass.assign(m_count, 0.0);
        sums.sizes.assign(m_count, 0);
        std::vector<float> logits(m_padded);
        for (std::size_t item = first; item < last; ++item) {
            cosines(item, logits);
            add(item, logits, static_cast<double>(popularity[item]), sums, category);
        }
        return sums;
    }

private:
    /// [K padded] x . g_j of one item.
    void cosines(std::size_t item, std::vector<float>& result) const
    {
        const float* x = m_geometry.items.data() + item * m_dim;
        for (std::size_t j = 0; j < m_padded; j += lanes) {
            std::array<float, lanes> sum {};
            for (std::size_t c = 0; c < m_dim; ++c) {
                const float* column = m_columns.data() + c * m_padded + j;
                for (std::size_t lane = 0; lane < lanes; ++lane)
                    sum[lane] += x[c] * column[lane];
            }
            std::copy(sum.begin(), sum.end(), result.begin() + static_cast<std::ptrdiff_t>(j));
        }
    }

    /// Turns cosines into a_vj and books them.
    void add(std::size_t item, std::vector<float>& logits, double weight, BlockSums& sums,
             std::uint8_t* category) const
    {
        const auto end = logits.begin() + static_cast<std::ptrdiff_t>(m_count);
        const auto winner = std::max_element(logits.begin(), end);
        const float highest = *winner;
        const auto best = static_cast<std::size_t>(winner - logits.begin());
        const auto scale = static_cast<float>(1 / m_geometry.epsilon);
        double total = 0;
        double weighted = 0; // sum of e^z z, for the entropy log sum e^z - sum a z
        for (std::size_t j = 0; j < m_count; ++j) {
            const float z = (logits[j] - highest) * scale;
            logits[j] = std::exp(z);
            total += static_cast<double>(logits[j]);
            weighted += static_cast<double>(logits[j]) * static_cast<double>(z);
        }
        for (std::size_t j = 0; j < m_count; ++j)
            sums.mass[j] += weight * static_cast<double>(logits[j]) / total;
        const double confidence = 1 / total;
        ++sums.sizes[best];
        ++sums.confidence[static_cast<std::size_t>(binOf(confidence))];
        sums.confidenceSum += confidence;
        sums.entropySum += std::log(total) - weighted / total;
        category[item] = static_cast<std::uint8_t>(best);
    }

    /// Where a confidence in [1/K, 1] falls; the last bin when K = 1.
    int binOf(double confidence) const
    {
        const double lowest = 1.0 / static_cast<double>(m_count);
        if (m_count == 1)
            return confidenceBins - 1;
        const double place = (confidence - lowest) / (1 - lowest) * confidenceBins;
        return std::clamp(static_cast<int>(place), 0, confidenceBins - 1);
    }

    CategoryGeometry m_geometry;
    std::size_t m_dim;
    std::size_t m_count; ///< K
    std::size_t m_padded;
    std::vector<float> m_columns; ///< [d, K padded]
};

void requireFit(const CategoryGeometry& geometry, std::span<const std::int32_t> popularity)
{
    const auto dim = static_cast<std::size_t>(std::max(geometry.dim, 0));
    const bool fits = dim > 0 && geometry.epsilon > 0 && geometry.items.size() == popularity.size() * dim
        && geometry.items.size() > dim && !geometry.categories.empty()
        && geometry.categories.size() % dim == 0 && geometry.categories.size() / dim <= 255;
    if (!fits)
        throw Error(ErrorCode::InvalidArgument,
                    "items, hyper-categories and item counts do not belong together");
}

} // namespace

CategorySnapshot categorySnapshot(const CategoryGeometry& geometry, std::span<const std::int32_t> popularity)
{
    requireFit(geometry, popularity);
    const Assigner assigner(geometry);
    const std::size_t end = popularity.size();
    const std::size_t blocks = (end - 1 + blockItems - 1) / blockItems;

    CategorySnapshot result;
    result.categories = static_cast<int>(assigner.count());
    result.dim = geometry.dim;
    result.vectors.assign(geometry.categories.begin(), geometry.categories.end());
    result.itemCategory.assign(end, 0);
    std::vector<BlockSums> sums(blocks);
    clearUpperHalves();
#pragma omp parallel for schedule(static)
    for (std::size_t block = 0; block < blocks; ++block) {
        const std::size_t first = 1 + block * blockItems;
        sums[block] = assigner.assign(first, std::min(first + blockItems, end), popularity,
                                      result.itemCategory.data());
    }
    result.mass.assign(assigner.count(), 0.0);
    result.sizes.assign(assigner.count(), 0);
    result.confidence.assign(confidenceBins, 0);
    for (const BlockSums& block : sums) {
        for (std::size_t j = 0; j < assigner.count(); ++j) {
            result.mass[j] += block.mass[j];
            result.sizes[j] += block.sizes[j];
        }
        for (std::size_t bin = 0; bin < block.confidence.size(); ++bin)
            result.confidence[bin] += block.confidence[bin];
        result.meanConfidence += block.confidenceSum;
        result.meanEntropy += block.entropySum;
    }
    result.meanConfidence /= static_cast<double>(end - 1);
    result.meanEntropy /= static_cast<double>(end - 1);
    return result;
}

std::shared_ptr<CategorySnapshot> snapshotOf(RankingModel& ranking, std::span<const std::int32_t> popularity)
{
    const torch::NoGradGuard noGrad;
    auto* const model = dynamic_cast<VectorModel*>(&ranking);
    const HyperCategories found = model ? model->hyperCategories() : HyperCategories();
    if (!found.vectors.defined())
        return nullptr;
    const auto plain = [](const torch::Tensor& tensor) {
        return tensor.detach().to(torch::kCPU, torch::kFloat32).contiguous();
    };
    const torch::Tensor items = plain(model->itemTable());
    const torch::Tensor categories = plain(found.vectors);
    const auto values = [](const torch::Tensor& tensor) {
        return std::span<const float>(tensor.data_ptr<float>(), static_cast<std::size_t>(tensor.numel()));
    };
    return std::make_shared<CategorySnapshot>(categorySnapshot(
        { values(items), values(categories), static_cast<int>(categories.size(1)), found.epsilon },
        popularity));
}

std::vector<std::int32_t> categoriesOf(RankingModel& ranking, std::span<const std::int32_t> items)
{
    const torch::NoGradGuard noGrad;
    auto* const model = dynamic_cast<VectorModel*>(&ranking);
    const HyperCategories found = model ? model->hyperCategories() : HyperCategories();
    if (!found.vectors.defined() || items.empty())
        return {};
    const torch::Tensor table = model->itemTable();
    // Row 0 of the assignment is padding, as in the item table.
    const torch::Tensor rows = torch::zeros({ static_cast<std::int64_t>(items.size()) + 1 }, torch::kInt64);
    for (std::size_t at = 0; at < items.size(); ++at) {
        if (items[at] < 1 || items[at] >= table.size(0))
            throw Error(ErrorCode::InvalidArgument,
                        "the category of an item is asked for that the model does not know");
        rows.data_ptr<std::int64_t>()[at + 1] = items[at];
    }
    const auto plain = [](const torch::Tensor& tensor) {
        return tensor.detach().to(torch::kCPU, torch::kFloat32).contiguous();
    };
    const torch::Tensor vectors = plain(table.index_select(0, rows.to(table.device())));
    const torch::Tensor categories = plain(found.vectors);
    const auto values = [](const torch::Tensor& tensor) {
        return std::span<const float>(tensor.data_ptr<float>(), static_cast<std::size_t>(tensor.numel()));
    };
    const CategorySnapshot snapshot = categorySnapshot(
        { values(vectors), values(categories), static_cast<int>(categories.size(1)), found.epsilon },
        std::vector<std::int32_t>(items.size() + 1, 0));
    return { snapshot.itemCategory.begin() + 1, snapshot.itemCategory.end() };
}

std::vector<std::vector<CentralItem>>
centralItems(RankingModel& ranking, std::span<const std::uint8_t> itemCategory, std::size_t count)
{
    const torch::NoGradGuard noGrad;
    auto* const model = dynamic_cast<VectorModel*>(&ranking);
    const torch::Tensor vectors = model ? model->hyperCategories().vectors : torch::Tensor();
    if (!vectors.defined() || model->itemTable().size(0) != static_cast<std::int64_t>(itemCategory.size()))
        throw Error(ErrorCode::InvalidArgument, "the model does not assign these items to hyper-categories");
    const torch::Tensor cosines
        = torch::matmul(model->itemTable(), vectors.t()).to(torch::kCPU, torch::kFloat32).contiguous();
    const auto categories = static_cast<std::size_t>(vectors.size(0));
    const float* values = cosines.data_ptr<float>();
    std::vector<std::vector<CentralItem>> result(categories);
    for (std::size_t item = 1; item < itemCategory.size(); ++item) {
        const std::size_t category = itemCategory[item];
        if (category >= categories)
            throw Error(ErrorCode::InvalidArgument, "an item is in a category that does not exist");
        result[category].push_back(
            { static_cast<std::int32_t>(item), static_cast<double>(values[item * categories + category]) });
    }
    for (std::vector<CentralItem>& items : result) {
        const auto kept = static_cast<std::ptrdiff_t>(std::min(count, items.size()));
        std::partial_sort(items.begin(), items.begin() + kept, items.end(),
                          [](const CentralItem& a, const CentralItem& b) {
                              return a.cosine != b.cosine ? a.cosine > b.cosine : a.item < b.item;
                          });
        items.resize(static_cast<std::size_t>(kept));
    }
    return result;
}

} // namespace opal
