// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QImage>
#include <QPainter>
#include <QString>

namespace opal {

/// A picture of one colour with a brighter middle.
inline bool writeCover(const QString& file, const QColor& colour, const QSize& size = { 120, 160 })
{
    QImage image(size, QImage::Format_RGB32);
    image.fill(colour);
    QPainter painter(&image);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setBrush(colour.lighter(150));
    painter.setPen(Qt::NoPen);
    painter.drawEllipse(image.rect().center(), size.width() / 3, size.width() / 3);
    painter.end();
    return QDir().mkpath(QFileInfo(file).path()) && image.save(file);
}

/// A side table with the titles of items 1, 2, ... of a synthetic data set and pictures beside it in
/// "covers"; returns the table.
inline QString writeSideTable(const QString& folder, const QStringList& titles, bool withCovers = true)
{
    QByteArray rows = withCovers ? "item_id,title,tags,cover\n" : "item_id,title,tags\n";
    for (qsizetype i = 0; i < titles.size(); ++i) {
        const QByteArray id = QByteArray::number(i + 1);
        rows += id + ",\"" + titles[i].toUtf8() + "\",topic" + QByteArray::number(i % 4);
        if (withCovers) {
            rows += "," + id + ".png";
            if (!writeCover(folder + QStringLiteral("/covers/") + QString::fromLatin1(id)
                                + QStringLiteral(".png"),
                            QColor::fromHsv(int(i * 37 % 360), 160, 180)))
                qFatal("cannot write the covers");
        }
        rows += "\n";
    }
    QFile table(folder + QStringLiteral("/side.csv"));
    if (!table.open(QIODevice::WriteOnly) || table.write(rows) != rows.size())
        qFatal("cannot write the side table");
    return table.fileName();
}

} // namespace opal
