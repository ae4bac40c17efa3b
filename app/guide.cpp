// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/guide.h"

#include <algorithm>

#include <QFile>
#include <QRegularExpression>

#include "app/panelregistry.h"
#include "app/studioresources.h"

namespace opal {

namespace {

QString pathOf(const QString& language, const QString& name)
{
    return studioResource(QStringLiteral("guide/%1/%2").arg(language, name));
}

} // namespace

const QStringList& guidePages()
{
    static const QStringList table = QStringList { QStringLiteral("welcome") } + guidePanelPages()
        + QStringList { QStringLiteral("figures"),    QStringLiteral("metrics"), QStringLiteral("formats"),
                        QStringLiteral("ownmodel"),   QStringLiteral("cluster"), QStringLiteral("window"),
                        QStringLiteral("commandline") };
    return table;
}

const QStringList& guidePanelPages()
{
    static const QStringList table = [] {
        QStringList pages;
        for (const PanelEntry& panel : panelRegistry())
            pages << QLatin1String(panel.id);
        return pages;
    }();
    return table;
}

QString guideText(const QString& language, const QString& page)
{
    QFile file(pathOf(language, page + QStringLiteral(".md")));
    if (!file.open(QIODevice::ReadOnly))
        return {};
    static const QRegularExpression picture(QStringLiteral("^!\\[[^\\]]*\\]\\(([^)]+)\\)$"));
    QStringList lines;
    for (const QString& line : QString::fromUtf8(file.readAll()).split(u'\n')) {
        const auto match = picture.match(line);
        if (!match.hasMatch() || QFile::exists(guideImage(language, match.captured(1))))
            lines << line;
    }
    return lines.join(u'\n');
}

QString guideTitle(const QString& language, const QString& page)
{
    const QString text = guideText(language, page);
    return text.startsWith(u'#') ? text.section(u'\n', 0, 0).mid(1).trimmed() : page;
}

QStringList searchGuide(const QString& language, const QStringList& pages, const QString& query)
{
    const QStringList words = query.split(QRegularExpression(QStringLiteral("\\s+")), Qt::SkipEmptyParts);
    QStringList found;
    for (const QString& page : pages) {
        const QString text = guideText(language, page);
        if (std::all_of(words.begin(), words.end(),
                        [&](const QString& word) { return text.contains(word, Qt::CaseInsensitive); }))
            found << page;
    }
    return found;
}

QString guideImage(const QString& language, const QString& name)
{
    return pathOf(language, name);
}

} // namespace opal
