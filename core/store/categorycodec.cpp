// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/categorycodec.h"

#include <bit>

#include <QDataStream>
#include <QIODevice>

#include "core/base/error.h"

namespace opal {

namespace {

constexpr quint8 layout = 1;
constexpr quint32 mostCategories = 255;
constexpr quint32 mostDimensions = 4096;

[[noreturn]] void failMalformed()
{
    throw Error(ErrorCode::Database,
                "the run store holds malformed hyper-categories; restore it from a copy.");
}

int bitsFor(int categories)
{
    return std::max(1, static_cast<int>(std::bit_width(static_cast<unsigned>(categories - 1))));
}

template <typename Stream> void useFixedFormat(Stream& stream)
{
    stream.setVersion(QDataStream::Qt_6_4);
    stream.setByteOrder(QDataStream::LittleEndian);
}

} // namespace

QByteArray encodeCategorySummary(const CategorySnapshot& snapshot)
{
    QByteArray data;
    QDataStream stream(&data, QIODevice::WriteOnly);
    useFixedFormat(stream);
    stream << layout << static_cast<quint32>(snapshot.categories) << static_cast<quint32>(snapshot.dim)
           << static_cast<quint32>(snapshot.confidence.size()) << snapshot.meanConfidence
           << snapshot.meanEntropy;
    for (const double value : snapshot.mass)
        stream << value;
    for (const std::int64_t value : snapshot.sizes)
        stream << static_cast<qint64>(value);
    for (const std::int64_t value : snapshot.confidence)
        stream << static_cast<qint64>(value);
    stream.setFloatingPointPrecision(QDataStream::SinglePrecision);
    for (const float value : snapshot.vectors)
        stream << value;
    return data;
}

CategorySnapshot decodeCategorySummary(const QByteArray& data)
{
    QDataStream stream(data);
    useFixedFormat(stream);
    quint8 version = 0;
    quint32 categories = 0;
    quint32 dim = 0;
    quint32 bins = 0;
    CategorySnapshot snapshot;
    stream >> version >> categories >> dim >> bins >> snapshot.meanConfidence >> snapshot.meanEntropy;
    if (stream.status() != QDataStream::Ok || version != layout || categories < 1
        || categories > mostCategories || dim < 1 || dim > mostDimensions || bins > mostDimensions)
        failMalformed();
    snapshot.categories = static_cast<int>(categories);
    snapshot.dim = static_cast<int>(dim);
    snapshot.mass.resize(categories);
    snapshot.sizes.resize(categories);
    snapshot.confidence.resize(bins);
    snapshot.vectors.resize(std::size_t { categories } * dim);
    for (double& value : snapshot.mass)
        stream >> value;
    for (auto* counts : { &snapshot.sizes, &snapshot.confidence })
        for (std::int64_t& value : *counts) {
            qint64 count = 0;
            stream >> count;
            value = count;
        }
    stream.setFloatingPointPrecision(QDataStream::SinglePrecision);
    for (float& value : snapshot.vectors)
        stream >> value;
    if (stream.status() != QDataStream::Ok || !stream.atEnd())
        failMalformed();
    return snapshot;
}

QByteArray encodeItemCategories(const CategorySnapshot& snapshot)
{
    const int bits = bitsFor(snapshot.categories);
    const std::size_t count = snapshot.itemCategory.size();
    QByteArray data(4 + static_cast<qsizetype>((count * static_cast<std::size_t>(bits) + 7) / 8), '\0');
    for (int byte = 0; byte < 4; ++byte)
        data[byte] = static_cast<char>(count >> (8 * byte) & 0xFF);
    auto* const packed = reinterpret_cast<std::uint8_t*>(data.data()) + 4;
    std::size_t place = 0;
    for (const std::uint8_t category : snapshot.itemCategory)
        for (int bit = 0; bit < bits; ++bit, ++place)
            packed[place / 8] |= static_cast<std::uint8_t>((category >> bit & 1) << (place % 8));
    return data;
}

std::vector<std::uint8_t> decodeItemCategories(const QByteArray& data, int categories)
{
    const auto* const bytes = reinterpret_cast<const std::uint8_t*>(data.constData());
    if (data.size() < 4 || categories < 1)
        failMalformed();
    std::size_t count = 0;
    for (int byte = 0; byte < 4; ++byte)
        count |= std::size_t { bytes[byte] } << (8 * byte);
    const auto bits = static_cast<std::size_t>(bitsFor(categories));
    if (static_cast<std::size_t>(data.size()) != 4 + (count * bits + 7) / 8)
        failMalformed();
    std::vector<std::uint8_t> items(count);
    std::size_t place = 0;
    for (std::uint8_t& item : items) {
        for (std::size_t bit = 0; bit < bits; ++bit, ++place)
            item |= static_cast<std::uint8_t>((bytes[4 + place / 8] >> (place % 8) & 1) << bit);
        if (item >= categories)
            failMalformed();
    }
    return items;
}

} // namespace opal
