// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <deque>
#include <list>

#include <QHash>
#include <QImage>
#include <QObject>
#include <QThreadPool>

class QAbstractItemView;

namespace opal {

/// Pictures of items at the size in which they are shown. Reads and scales off the GUI thread, never waits
/// and keeps the last used ones up to a number of bytes. What cannot be shown (missing, damaged, no bitmap,
/// huge, linked out of its folder) is remembered as nothing. Lives in the GUI thread.
class CoverCache final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(CoverCache)

public:
    enum class Fit {
        Square, ///< the middle of the picture fills a square
        Inside ///< the whole picture fits in
    };

    static constexpr qint64 usualBytes = 64 << 20;

    explicit CoverCache(qint64 byteLimit = usualBytes, QObject* parent = nullptr);
    ~CoverCache() override;

    /// The one of the program; needs a QCoreApplication and ends with it.
    static CoverCache& shared();

    /// The picture of `path` (coverPath() of the data set) for a square of `side` device-independent pixels;
    /// null if there is none or it is not read yet: arrived() tells.
    QImage picture(const QString& path, int side, qreal pixelRatio, Fit fit = Fit::Square);
    /// Forgets everything, what is missing too: files may have changed.
    void clear();

    qint64 bytes() const { return m_bytes; } ///< of the kept pictures

    /// Of the pictures that are asked for and not there yet.
    int waiting() const { return static_cast<int>(m_waiting.size()); }

    /// Reads a picture; null if it cannot be shown. Any thread.
    static QImage read(const QString& path, int pixels, Fit fit);

Q_SIGNALS:
    void arrived(const QString& path);

private:
    struct Ask
    {
        QString path;
        int pixels = 0;
        Fit fit = Fit::Square;

        bool operator==(const Ask&) const = default;
    };

    struct Kept
    {
        QImage image;
        std::list<Ask>::iterator place; ///< in m_order
    };

    friend size_t qHash(const Ask& ask, size_t seed)
    {
        return qHashMulti(seed, ask.path, ask.pixels, static_cast<int>(ask.fit));
    }

    void startNext();
    void take(const Ask& ask, const QImage& image, int generation);

    qint64 m_byteLimit;
    qint64 m_bytes = 0;
    int m_generation = 0; ///< counts clear()
    int m_running = 0;
    QHash<Ask, Kept> m_kept;
    std::list<Ask> m_order; ///< the last used first
    QHash<Ask, bool> m_waiting; ///< true: being read
    std::deque<Ask> m_queue; ///< the newest last: what is on the screen now
    QThreadPool m_pool;
};

/// Paints `view` again whenever a picture arrives.
void followCovers(QAbstractItemView& view);

} // namespace opal
