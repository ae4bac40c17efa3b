// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <cmath>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <numeric>
#include <set>

#include <QTemporaryDir>
#include <QTest>

#include "core/analysis/itemmapfile.h"
#include "core/analysis/itemneighbours.h"
#include "core/analysis/neighbourgraph.h"
#include "core/analysis/projection.h"
#include "core/base/error.h"
#include "core/base/random.h"
#include "core/data/sidetable.h"
#include "core/results/itemcolouring.h"
#include "tests/support/codeof.h"
#include "tests/support/testprogram.h"

using namespace opal;

namespace {

struct Cloud
{
    std::vector<float> items; ///< [N + 1, d]
    std::vector<float> categories; ///< [K, d]
    int dim = 0;

    ProjectionInput input() const { return { items, categories, dim }; }

    std::size_t count() const { return items.size() / static_cast<std::size_t>(dim) - 1; }

    const float* row(std::size_t item) const { return items.data() + item * static_cast<std::size_t>(dim); }
};

/// `count` items around `groups` random centres.
Cloud clusters(std::size_t count, int dim, std::size_t groups, float spread, std::uint64_t seed = 7)
{
    Random random(seed, RandomPurpose::Synthesis);
    const auto width = static_cast<std::size_t>(dim);
    std::vector<float> centres(groups * width);
    for (float& value : centres)
        value = 2 * random.uniform() - 1;
    Cloud cloud;
    cloud.dim = dim;
    cloud.items.assign(width, 0.0F);
    for (std::size_t item = 0; item < count; ++item)
        for (std::size_t c = 0; c < width; ++c)
            cloud.items.push_back(centres[item % groups * width + c] + spread * (2 * random.uniform() - 1));
    cloud.categories.assign(2 * width, 0.0F);
    cloud.categories[0] = 0.6F;
    cloud.categories[1] = 0.8F;
    cloud.categories[width + width - 1] = 1;
    return cloud;
}

double dot(const float* a, const float* b, int dim)
{
    double sum = 0;
    for (int c = 0; c < dim; ++c)
        sum += static_cast<double>(a[c]) * static_cast<double>(b[c]);
    return sum;
}

double cosine(const Cloud& cloud, std::size_t a, std::size_t b)
{
    const float* first = cloud.row(a);
    const float* second = cloud.row(b);
    return dot(first, second, cloud.dim)
        / std::sqrt(dot(first, first, cloud.dim) * dot(second, second, cloud.dim));
}

/// Other items by rising distance.
template <typename Distance>
std::vector<std::size_t> nearestBy(std::size_t item, std::size_t count, Distance distance)
{
    std::vector<std::pair<double, std::size_t>> order;
    for (std::size_t other = 1; other <= count; ++other)
        if (other != item)
            order.emplace_back(distance(item, other), other);
    std::sort(order.begin(), order.end());
    std::vector<std::size_t> result;
    for (const auto& each : order)
        result.push_back(each.second);
    return result;
}

/// Venna and Kaski (2001): 1 if the k nearest points are among the nearest items, about 0.5 by chance.
double trustworthiness(const Cloud& cloud, const ItemMap& map, std::size_t k)
{
    const std::size_t count = cloud.count();
    double penalty = 0;
    for (std::size_t item = 1; item <= count; ++item) {
        const auto high
            = nearestBy(item, count, [&](std::size_t a, std::size_t b) { return -cosine(cloud, a, b); });
        std::vector<std::size_t> rank(count + 1);
        for (std::size_t place = 0; place < high.size(); ++place)
            rank[high[place]] = place + 1;
        const auto low = nearestBy(item, count, [&](std::size_t a, std::size_t b) {
            return std::hypot(static_cast<double>(map.x[a] - map.x[b]),
                              static_cast<double>(map.y[a] - map.y[b]));
        });
        for (std::size_t place = 0; place < k; ++place)
            if (rank[low[place]] > k)
                penalty += static_cast<double>(rank[low[place]] - k);
    }
    const auto n = static_cast<double>(count);
    const auto many = static_cast<double>(k);
    return 1 - 2 / (n * many * (2 * n - 3 * many - 1)) * penalty;
}

struct Eigen
{
    double value = 0;
    std::vector<double> vector;
};

/// Cyclic Jacobi rotations on a symmetric matrix [d, d]; largest value first.
std::vector<Eigen> eigenDecomposition(std::vector<double> a, std::size_t d)
{
    std::vector<double> v(d * d);
    for (std::size_t i = 0; i < d; ++i)
        v[i * d + i] = 1;
    for (int sweep = 0; sweep < 60; ++sweep)
        for (std::size_t p = 0; p < d; ++p)
            for (std::size_t q = p + 1; q < d; ++q) {
                if (std::abs(a[p * d + q]) < 1e-300)
                    continue;
                const double angle = 0.5 * std::atan2(2 * a[p * d + q], a[q * d + q] - a[p * d + p]);
                const double c = std::cos(angle);
                const double s = std::sin(angle);
                for (std::size_t i = 0; i < d; ++i) {
                    const double x = a[i * d + p];
                    const double y = a[i * d + q];
                    a[i * d + p] = c * x - s * y;
                    a[i * d + q] = s * x + c * y;
                }
                for (std::size_t i = 0; i < d; ++i) {
                    const double x = a[p * d + i];
                    const double y = a[q * d + i];
                    a[p * d + i] = c * x - s * y;
                    a[q * d + i] = s * x + c * y;
                    const double vx = v[i * d + p];
                    const double vy = v[i * d + q];
                    v[i * d + p] = c * vx - s * vy;
                    v[i * d + q] = s * vx + c * vy;
                }
            }
    std::vector<Eigen> result(d);
    for (std::size_t j = 0; j < d; ++j) {
        result[j].value = a[j * d + j];
        for (std::size_t i = 0; i < d; ++i)
            result[j].vector.push_back(v[i * d + j]);
    }
    std::sort(result.begin(), result.end(), [](const Eigen& x, const Eigen& y) { return x.value > y.value; });
    return result;
}

MapParams method(MapMethod which)
{
    MapParams params;
    params.method = which;
    return params;
}

ItemMap project(const Cloud& cloud, const MapParams& params)
{
    return projectItems(cloud.input(), params, {}, {});
}

ItemMap sampleMap()
{
    ItemMap map = project(clusters(50, 8, 3, 0.2F), method(MapMethod::Pca));
    map.run = "ab12";
    return map;
}

std::string contentOf(const std::string& file)
{
    std::ifstream stream(file, std::ios::binary);
    return { std::istreambuf_iterator<char>(stream), {} };
}

void putContent(const std::string& file, const std::string& content)
{
    std::ofstream(file, std::ios::binary | std::ios::trunc) << content;
}

/// Items with these tags (indices) and popularities.
MapItems itemsOf(const std::vector<std::vector<std::uint32_t>>& tags,
                 const std::vector<std::int32_t>& popularity, std::uint32_t tagCount)
{
    MapItems items;
    items.ids.resize(popularity.size() + 1);
    items.popularity.assign(1, 0);
    items.popularity.insert(items.popularity.end(), popularity.begin(), popularity.end());
    items.tagOffsets = { 0, 0 };
    for (const auto& own : tags) {
        items.tagIndices.insert(items.tagIndices.end(), own.begin(), own.end());
        items.tagOffsets.push_back(items.tagIndices.size());
    }
    for (std::uint32_t tag = 0; tag < tagCount; ++tag)
        items.tagNames.push_back("t" + std::to_string(tag));
    return items;
}

} // namespace

/// Item maps: projections against naive ones, the layout of neighbours, the file.
class TestItemMap final : public QObject
{
    Q_OBJECT

private Q_SLOTS:

    void planeIsTheCosines()
    {
        const Cloud cloud = clusters(200, 12, 5, 0.5F);
        const ItemMap map = project(cloud, method(MapMethod::Plane));
        QCOMPARE(map.x.size(), std::size_t { 201 });
        for (std::size_t item = 1; item <= 200; ++item) {
            const double length = std::sqrt(dot(cloud.row(item), cloud.row(item), 12));
            QVERIFY(std::abs(static_cast<double>(map.x[item])
                             - dot(cloud.row(item), cloud.categories.data(), 12) / length)
                    < 1e-6);
            QVERIFY(std::abs(static_cast<double>(map.y[item])
                             - dot(cloud.row(item), cloud.categories.data() + 12, 12) / length)
                    < 1e-6);
        }
        QVERIFY(std::isnan(map.explainedX));
    }

    void componentsEqualANaiveEigenDecomposition_data()
    {
        QTest::addColumn<int>("items");
        QTest::newRow("more items than dimensions") << 300;
        QTest::newRow("fewer items than dimensions") << 7;
    }

    void componentsEqualANaiveEigenDecomposition()
    {
        QFETCH(int, items);
        constexpr std::size_t d = 10;
        const Cloud cloud = clusters(static_cast<std::size_t>(items), static_cast<int>(d), 4, 0.3F);
        const auto n = static_cast<double>(items);
        std::vector<double> mean(d);
        for (std::size_t item = 1; item <= cloud.count(); ++item)
            for (std::size_t c = 0; c < d; ++c)
                mean[c] += static_cast<double>(cloud.row(item)[c]) / n;
        std::vector<double> covariance(d * d);
        for (std::size_t item = 1; item <= cloud.count(); ++item)
            for (std::size_t i = 0; i < d; ++i)
                for (std::size_t j = 0; j < d; ++j)
                    covariance[i * d + j] += (static_cast<double>(cloud.row(item)[i]) - mean[i])
                        * (static_cast<double>(cloud.row(item)[j]) - mean[j]) / n;
        const std::vector<Eigen> eigen = eigenDecomposition(covariance, d);
        const double total = std::accumulate(eigen.begin(), eigen.end(), 0.0,
                                             [](double sum, const Eigen& each) { return sum + each.value; });
        const ItemMap map = project(cloud, method(MapMethod::Pca));
        QVERIFY(std::abs(map.explainedX - eigen[0].value / total) < 1e-4);
        QVERIFY(std::abs(map.explainedY - eigen[1].value / total) < 1e-4);
        for (std::size_t component = 0; component < 2; ++component) {
            const std::vector<float>& values = component == 0 ? map.x : map.y;
            std::vector<double> wanted;
            double largest = 0;
            for (std::size_t item = 1; item <= cloud.count(); ++item) {
                double sum = 0;
                for (std::size_t c = 0; c < d; ++c)
                    sum += (static_cast<double>(cloud.row(item)[c]) - mean[c]) * eigen[component].vector[c];
                wanted.push_back(sum);
                if (std::abs(sum) > std::abs(largest))
                    largest = sum;
            }
            for (std::size_t item = 1; item <= cloud.count(); ++item)
                QVERIFY(
                    std::abs(static_cast<double>(values[item]) - wanted[item - 1] * (largest < 0 ? -1 : 1))
                    < 2e-4);
        }
    }

    void degenerateItemsGiveFinitePoints()
    {
        Cloud same = clusters(30, 6, 1, 0);
        for (const MapMethod which : { MapMethod::Pca, MapMethod::Neighbours, MapMethod::Plane }) {
            const ItemMap map = project(same, method(which));
            for (std::size_t item = 1; item <= 30; ++item)
                QVERIFY(std::isfinite(map.x[item]) && std::isfinite(map.y[item]));
        }
        QCOMPARE(project(same, method(MapMethod::Pca)).explainedX, 0.0);
        Cloud one = clusters(1, 6, 1, 0);
        for (const MapMethod which : { MapMethod::Pca, MapMethod::Neighbours, MapMethod::Plane })
            QVERIFY(std::isfinite(project(one, method(which)).x[1]));
        Cloud line = clusters(40, 1, 3, 0.2F);
        line.categories.clear();
        const ItemMap map = project(line, method(MapMethod::Pca));
        QVERIFY(map.explainedX > 0.999);
        QCOMPARE(map.explainedY, 0.0);
    }

    void wrongParametersAreRefused()
    {
        Cloud cloud = clusters(30, 6, 2, 0.2F);
        const auto refused = [&cloud](MapParams params) {
            return codeOf([&] { (void)project(cloud, params); }) == ErrorCode::InvalidArgument;
        };
        MapParams params = method(MapMethod::Plane);
        params.secondCategory = 2;
        QVERIFY(refused(params));
        params.secondCategory = 0;
        QVERIFY(refused(params)); // the same one twice
        params = method(MapMethod::Neighbours);
        params.neighbours = 1;
        QVERIFY(refused(params));
        params.neighbours = 15;
        params.epochs = 0;
        QVERIFY(refused(params));
        cloud.categories.clear();
        QVERIFY(refused(method(MapMethod::Plane)));
        cloud.items.pop_back();
        QVERIFY(refused(method(MapMethod::Pca)));
    }

    void graphJoinsTheNearestItems()
    {
        const Cloud cloud = clusters(120, 10, 4, 0.4F);
        const std::vector<float> rows = unitItemRows(cloud.items, cloud.dim);
        const auto edges = neighbourGraph(rows, cloud.dim, 6, {}, {});
        std::set<std::pair<std::size_t, std::size_t>> wanted;
        for (std::size_t item = 1; item <= 120; ++item) {
            const auto near
                = nearestBy(item, 120, [&](std::size_t a, std::size_t b) { return -cosine(cloud, a, b); });
            for (std::size_t place = 0; place < 6; ++place)
                wanted.insert({ std::min(item, near[place]) - 1, std::max(item, near[place]) - 1 });
        }
        std::set<std::pair<std::size_t, std::size_t>> found;
        std::vector<float> strongest(120, 0.0F);
        for (const NeighbourEdge& edge : edges) {
            QVERIFY(edge.weight > 0 && edge.weight <= 1.0001F);
            QVERIFY(found.insert({ edge.from, edge.to }).second);
            strongest[edge.from] = std::max(strongest[edge.from], edge.weight);
            strongest[edge.to] = std::max(strongest[edge.to], edge.weight);
        }
        QVERIFY(found == wanted);
        for (const float weight : strongest)
            QVERIFY(weight > 0.999F); // the nearest neighbour is a full member
    }

    void manyItemsAreSearchedApproximatelyButWell()
    {
        const Cloud cloud = clusters(20500, 8, 60, 0.25F);
        const std::vector<float> rows = unitItemRows(cloud.items, cloud.dim);
        const auto edges = neighbourGraph(rows, cloud.dim, 5, {}, {});
        std::vector<std::set<std::size_t>> near(20500);
        for (const NeighbourEdge& edge : edges) {
            near[edge.from].insert(edge.to);
            near[edge.to].insert(edge.from);
        }
        int found = 0;
        for (std::size_t item = 1; item <= 20000; item += 1000) {
            const auto exact
                = nearestBy(item, 20500, [&](std::size_t a, std::size_t b) { return -cosine(cloud, a, b); });
            for (std::size_t place = 0; place < 5; ++place)
                found += near[item - 1].contains(exact[place] - 1) ? 1 : 0;
        }
        QVERIFY2(found >= 85, qPrintable(QString::number(found))); // of 100
    }

    void layoutKeepsNeighboursFarBetterThanChance()
    {
        const Cloud cloud = clusters(500, 24, 12, 0.35F);
        const ItemMap map = project(cloud, method(MapMethod::Neighbours));
        const double kept = trustworthiness(cloud, map, 10);
        ItemMap chance = map;
        Random random(3, RandomPurpose::Synthesis);
        for (std::size_t item = 1; item <= 500; ++item) {
            chance.x[item] = random.uniform();
            chance.y[item] = random.uniform();
        }
        const double byChance = trustworthiness(cloud, chance, 10);
        const double byComponents = trustworthiness(cloud, project(cloud, method(MapMethod::Pca)), 10);
        QVERIFY2(byChance > 0.4 && byChance < 0.6, qPrintable(QString::number(byChance)));
        QVERIFY2(kept > 0.93, qPrintable(QString::number(kept)));
        QVERIFY2(kept > byComponents, qPrintable(QString::number(byComponents)));
        // The twelve groups stay apart: an item's nearest point is of its own group.
        int own = 0;
        for (std::size_t item = 1; item <= 500; ++item) {
            const auto near = nearestBy(item, 500, [&](std::size_t a, std::size_t b) {
                return std::hypot(static_cast<double>(map.x[a] - map.x[b]),
                                  static_cast<double>(map.y[a] - map.y[b]));
            });
            own += (near.front() - 1) % 12 == (item - 1) % 12 ? 1 : 0;
        }
        QVERIFY2(own > 480, qPrintable(QString::number(own)));
    }

    void layoutFollowsItsSeedAlone()
    {
        const Cloud cloud = clusters(300, 12, 6, 0.3F);
        MapParams params = method(MapMethod::Neighbours);
        params.epochs = 30;
        const ItemMap first = project(cloud, params);
        const ItemMap again = project(cloud, params);
        QVERIFY(first.x == again.x && first.y == again.y);
        params.seed = 2;
        QVERIFY(project(cloud, params).x != first.x);
    }

    void cancellingEndsTheLayoutAtOnce()
    {
        const Cloud cloud = clusters(300, 12, 6, 0.3F);
        MapParams params = method(MapMethod::Neighbours);
        params.epochs = 10000;
        std::stop_source source;
        std::vector<double> heard;
        const auto progress = [&](double fraction) {
            heard.push_back(fraction);
            if (fraction > 0.31)
                source.request_stop();
        };
        QVERIFY_EXCEPTION_THROWN((void)projectItems(cloud.input(), params, progress, source.get_token()),
                                 Cancelled);
        QVERIFY(std::is_sorted(heard.begin(), heard.end()));
        QVERIFY(heard.back() < 0.32);
        QVERIFY_EXCEPTION_THROWN((void)projectItems(cloud.input(), {}, {}, source.get_token()), Cancelled);
    }

    void neighboursOfAnItemEqualASortByCosine()
    {
        const Cloud cloud = clusters(400, 9, 5, 0.6F);
        const ItemNeighbours index(cloud.items, 400, 9);
        for (const std::int32_t item : { 1, 57, 400 }) {
            const auto found = index.nearest(item, 15);
            const auto wanted = nearestBy(static_cast<std::size_t>(item), 400,
                                          [&](std::size_t a, std::size_t b) { return -cosine(cloud, a, b); });
            QCOMPARE(found.size(), std::size_t { 15 });
            for (std::size_t place = 0; place < 15; ++place) {
                QCOMPARE(static_cast<std::size_t>(found[place].item), wanted[place]);
                QVERIFY(std::abs(static_cast<double>(found[place].cosine)
                                 - cosine(cloud, static_cast<std::size_t>(item), wanted[place]))
                        < 1e-5);
            }
        }
        QCOMPARE(index.nearest(3, 1000).size(), std::size_t { 399 });
        QCOMPARE(codeOf([&] { (void)index.nearest(401, 5); }), ErrorCode::InvalidArgument);
        QCOMPARE(codeOf([&] { (void)index.nearest(1, 0); }), ErrorCode::InvalidArgument);
    }

    void fileGivesBackWhatWasWritten()
    {
        const QTemporaryDir folder;
        ItemMap map = sampleMap();
        map.params.seed = 0xFFFFFFFFFFFFFFFFULL;
        map.explainedY = std::numeric_limits<double>::quiet_NaN();
        const std::string file = folder.filePath(QStringLiteral("a.opalmap")).toStdString();
        writeItemMap(file, map);
        const ItemMap read = readItemMap(file);
        QVERIFY(read.x == map.x && read.y == map.y && read.params == map.params);
        QCOMPARE(read.run, map.run);
        QCOMPARE(read.vectorsHash, map.vectorsHash);
        QCOMPARE(read.explainedX, map.explainedX);
        QVERIFY(std::isnan(read.explainedY));
        const std::string before = contentOf(file);
        writeItemMap(file, map);
        QVERIFY(contentOf(file) == before);
        QCOMPARE(std::distance(std::filesystem::directory_iterator(folder.path().toStdString()),
                               std::filesystem::directory_iterator {}),
                 std::ptrdiff_t { 1 });
    }

    void damagedFilesAreRefused()
    {
        const QTemporaryDir folder;
        const std::string file = folder.filePath(QStringLiteral("a.opalmap")).toStdString();
        writeItemMap(file, sampleMap());
        const std::string whole = contentOf(file);
        for (std::size_t length = 0; length < whole.size(); length += 7) {
            putContent(file, whole.substr(0, length));
            QCOMPARE(codeOf([&] { (void)readItemMap(file); }), ErrorCode::InvalidData);
        }
        for (std::size_t at = 0; at < whole.size(); at += 5) {
            std::string changed = whole;
            changed[at] = static_cast<char>(changed[at] ^ 0x10);
            putContent(file, changed);
            const ErrorCode code = codeOf([&] { (void)readItemMap(file); });
            QVERIFY(code == ErrorCode::InvalidData || code == ErrorCode::NewerVersion);
        }
        std::string newer = whole;
        newer[8] = 2;
        putContent(file, newer);
        QCOMPARE(codeOf([&] { (void)readItemMap(file); }), ErrorCode::NewerVersion);
        QCOMPARE(codeOf([&] { (void)readItemMap(file + ".none"); }), ErrorCode::NotFound);
        QCOMPARE(codeOf([&] { writeItemMap("/nowhere/a.opalmap", sampleMap()); }), ErrorCode::CannotWrite);
    }

    void parametersNameTheirFile()
    {
        MapParams params;
        params.neighbours = 30;
        QCOMPARE(itemMapFileName(params.relevant()), std::string("map-pca.opalmap"));
        QVERIFY(params.relevant() == MapParams {});
        params.method = MapMethod::Neighbours;
        QCOMPARE(itemMapFileName(params.relevant()), std::string("map-neighbours-30-200-1.opalmap"));
        params.method = MapMethod::Plane;
        params.secondCategory = 3;
        QCOMPARE(itemMapFileName(params.relevant()), std::string("map-plane-0-3.opalmap"));
        QCOMPARE(params.relevant().neighbours, 15);
        for (const MapMethod which : { MapMethod::Pca, MapMethod::Neighbours, MapMethod::Plane })
            QVERIFY(mapMethodFromName(mapMethodName(which)) == which);
        QVERIFY(!mapMethodFromName("tsne"));
    }

    void tagsColourByTheirFrequency()
    {
        // Tag 0 once, tag 1 twice and so on up to tag 19: the first fifteen of them have entries.
        std::vector<std::vector<std::uint32_t>> tags;
        for (std::uint32_t tag = 0; tag < 20; ++tag)
            for (std::uint32_t copy = 0; copy <= tag; ++copy)
                tags.push_back({ tag });
        tags.push_back({});
        tags.push_back({ 2, 7, 19 }); // its first tag has no entry of its own, the second has
        const MapItems items = itemsOf(tags, std::vector<std::int32_t>(tags.size(), 1), 20);
        const ItemColouring colouring = colourByTag(items);
        using Kind = ItemColouring::Value::Kind;
        QCOMPARE(colouring.values.size(), colouringValues + 2);
        QCOMPARE(colouring.values[0].text, std::string("t19"));
        QCOMPARE(colouring.values[14].text, std::string("t5"));
        QVERIFY(colouring.values[15].kind == Kind::Other);
        QCOMPARE(colouring.values[15].count, 1 + 2 + 3 + 4 + 5);
        QVERIFY(colouring.values[16].kind == Kind::Missing);
        QCOMPARE(colouring.values[16].count, 1);
        QCOMPARE(colouring.values[colouring.itemValue.back()].text, std::string("t7"));
        QCOMPARE(colouring.values[colouring.itemValue[tags.size() - 2]].text, std::string("t19"));
    }

    void popularityColoursByDoublings()
    {
        const ItemColouring colouring = colourByPopularity(itemsOf({}, { 0, 1, 2, 3, 4, 64, 127, 128 }, 0));
        std::vector<std::pair<double, double>> bounds;
        std::vector<std::int64_t> counts;
        for (const auto& value : colouring.values) {
            bounds.emplace_back(value.low, value.high);
            counts.push_back(value.count);
        }
        const std::vector<std::pair<double, double>> wanted { { 0, 0 }, { 1, 1 },    { 2, 3 },
                                                              { 4, 7 }, { 64, 127 }, { 128, 255 } };
        QVERIFY(bounds == wanted);
        QVERIFY(counts == (std::vector<std::int64_t> { 1, 1, 2, 1, 2, 1 }));
        QVERIFY(colouring.sequential);
        QCOMPARE(codeOf([] { (void)colourByCategory(itemsOf({}, { 1 }, 0)); }), ErrorCode::InvalidArgument);
    }

    void columnsColourByRangeOrByValue()
    {
        const MapItems items = itemsOf({}, std::vector<std::int32_t>(800, 1), 0);
        SideColumn column { "duration", std::vector<std::string>(801) };
        for (std::size_t item = 1; item <= 800; ++item)
            column.values[item] = item % 10 == 0 ? "" : std::to_string(item * item) + ".5";
        const ItemColouring ranges = colourByColumn(items, column);
        QCOMPARE(ranges.values.size(), std::size_t { 9 }); // eight ranges and what is unknown
        QCOMPARE(ranges.values.back().count, 80);
        QCOMPARE(ranges.values.front().low, 1.5);
        QCOMPARE(ranges.values[7].high, 799.0 * 799 + 0.5);
        for (std::size_t range = 0; range < 8; ++range) {
            QVERIFY(std::abs(static_cast<double>(ranges.values[range].count) - 90) <= 2);
            QVERIFY(range == 0 || ranges.values[range].low > ranges.values[range - 1].high);
        }
        for (std::size_t item = 1; item <= 800; ++item)
            if (!column.values[item].empty()) {
                const auto& range = ranges.values[ranges.itemValue[item]];
                const double number = static_cast<double>(item * item) + 0.5;
                QVERIFY(number >= range.low && number <= range.high);
            }
        for (std::size_t item = 1; item <= 800; ++item)
            column.values[item] = std::to_string(item % 4); // few numbers are names
        QCOMPARE(colourByColumn(items, column).values.size(), std::size_t { 4 });
        QVERIFY(!colourByColumn(items, column).sequential);
        column.values.pop_back();
        QCOMPARE(codeOf([&] { (void)colourByColumn(items, column); }), ErrorCode::InvalidArgument);
    }

    void columnsOfATableAreReadByName()
    {
        const QTemporaryDir folder;
        const std::string file = folder.filePath(QStringLiteral("t.csv")).toStdString();
        putContent(file, "author,video_id,kind\nA,7,\"Long, slow\"\nB,9, Short \nbroken\nC,8,Long\n");
        QVERIFY(sideTableColumns(file) == (std::vector<std::string> { "author", "kind" }));
        const auto find = [](std::string_view id) -> std::optional<ItemIndex> {
            return id == "7" ? std::optional<ItemIndex>(2)
                : id == "9"  ? std::optional<ItemIndex>(1)
                             : std::nullopt;
        };
        const SideColumn kinds = readSideColumn(file, "kind", 3, find, {});
        QVERIFY(kinds.values == (std::vector<std::string> { "", "Short", "Long, slow", "" }));
        try {
            (void)readSideColumn(file, "mood", 3, find, {});
            QFAIL("a column that is not there was read");
        } catch (const Error& error) {
            QCOMPARE(error.code(), ErrorCode::NotFound);
            QVERIFY(error.detail().find("author") != std::string::npos);
        }
        putContent(file, "author,kind,mood\nA,Long,7\n");
        QCOMPARE(codeOf([&] { (void)sideTableColumns(file); }), ErrorCode::InvalidData);
    }

    void hashTellsVectorsApart()
    {
        Cloud cloud = clusters(30, 6, 2, 0.2F);
        const std::uint64_t hash = projectionHash(cloud.input());
        cloud.categories.back() += 0.5F;
        const std::uint64_t other = projectionHash(cloud.input());
        QVERIFY(hash != other);
        cloud.items.back() += 0.5F;
        QVERIFY(projectionHash(cloud.input()) != other);
    }
};

OPAL_TEST(TestItemMap)
#include "tst_itemmap.moc"
