// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/widgets/covercache.h"

#include <algorithm>

#include <QAbstractItemView>
#include <QCoreApplication>
#include <QFile>
#include <QImageReader>
#include <QPointer>

#include "core/base/filesbelow.h"

namespace opal {

namespace {

constexpr int readers = 2;
constexpr std::size_t longestQueue = 256; ///< older asks have scrolled away; they are asked again when seen
constexpr qint64 largestFile = 64 << 20;
constexpr qint64 largestPicture = 32 << 20; ///< pixels
constexpr int largestSide = 32768;
constexpr qint64 keptOverhead = 256; ///< bytes of an entry besides its pixels

qint64 bytesOf(const QImage& image)
{
    return image.sizeInBytes() + keptOverhead;
}

/// Bitmaps alone: a drawing could refer to other files.
bool isBitmap(const QByteArray& format)
{
    static const QList<QByteArray> bitmaps { "png", "jpeg", "jpg", "webp", "gif", "bmp" };
    return bitmaps.contains(format);
}

} // namespace

CoverCache::CoverCache(qint64 byteLimit, QObject* parent)
    : QObject(parent)
    , m_byteLimit(byteLimit)
{
    m_pool.setMaxThreadCount(readers);
    m_pool.setThreadPriority(QThread::LowPriority);
}

CoverCache::~CoverCache()
{
    m_pool.clear();
    m_pool.waitForDone();
}

CoverCache& CoverCache::shared()
{
    static QPointer<CoverCache> cache;
    if (!cache)
        cache = new CoverCache(usualBytes, QCoreApplication::instance());
    return *cache;
}

QImage CoverCache::read(const QString& path, int pixels, Fit fit)
{
    const auto real = fileBelow(path.toStdString());
    if (!real)
        return {};
    QFile file(QString::fromStdString(*real));
    if (file.size() > largestFile || !file.open(QIODevice::ReadOnly))
        return {};
    QImageReader reader(&file);
    reader.setDecideFormatFromContent(true);
    const QSize size = reader.size();
    if (!reader.canRead() || !isBitmap(reader.format()) || size.isEmpty()
        || std::max(size.width(), size.height()) > largestSide
        || qint64(size.width()) * size.height() > largestPicture)
        return {};
    if (fit == Fit::Square) {
        const int side = std::min(size.width(), size.height());
        reader.setClipRect(QRect((size.width() - side) / 2, (size.height() - side) / 2, side, side));
        reader.setScaledSize(QSize(pixels, pixels));
    } else {
        reader.setScaledSize(size.scaled(pixels, pixels, Qt::KeepAspectRatio).expandedTo(QSize(1, 1)));
    }
    reader.setAutoTransform(true);
    return reader.read().convertToFormat(QImage::Format_ARGB32_Premultiplied);
}

QImage CoverCache::picture(const QString& path, int side, qreal pixelRatio, Fit fit)
{
    if (path.isEmpty() || side <= 0)
        return {};
    const Ask ask { path, qRound(side * pixelRatio), fit };
    if (const auto kept = m_kept.find(ask); kept != m_kept.end()) {
        m_order.splice(m_order.begin(), m_order, kept->place);
        QImage image = kept->image;
        image.setDevicePixelRatio(pixelRatio);
        return image;
    }
    if (m_waiting.contains(ask))
        return {};
    if (m_queue.size() >= longestQueue) {
        m_waiting.remove(m_queue.front());
        m_queue.pop_front();
    }
    m_waiting.insert(ask, false);
    m_queue.push_back(ask);
    startNext();
    return {};
}

void CoverCache::startNext()
{
    while (m_running < readers && !m_queue.empty()) {
        const Ask ask = m_queue.back();
        m_queue.pop_back();
        m_waiting[ask] = true;
        ++m_running;
        m_pool.start([this, ask, generation = m_generation] {
            const QImage image = read(ask.path, ask.pixels, ask.fit);
            QMetaObject::invokeMethod(
                this, [this, ask, image, generation] { take(ask, image, generation); }, Qt::QueuedConnection);
        });
    }
}

void CoverCache::take(const Ask& ask, const QImage& image, int generation)
{
    --m_running;
    startNext();
    if (generation != m_generation)
        return;
    m_waiting.remove(ask);
    m_order.push_front(ask);
    m_kept.insert(ask, { image, m_order.begin() });
    m_bytes += bytesOf(image);
    while (m_bytes > m_byteLimit && m_order.size() > 1) {
        const auto oldest = m_kept.find(m_order.back());
        m_bytes -= bytesOf(oldest->image);
        m_kept.erase(oldest);
        m_order.pop_back();
    }
    if (!image.isNull())
        Q_EMIT arrived(ask.path);
}

void CoverCache::clear()
{
    ++m_generation;
    m_kept.clear();
    m_order.clear();
    m_waiting.clear();
    m_queue.clear();
    m_bytes = 0;
}

void followCovers(QAbstractItemView& view)
{
    QObject::connect(&CoverCache::shared(), &CoverCache::arrived, view.viewport(),
                     qOverload<>(&QWidget::update));
}

} // namespace opal
