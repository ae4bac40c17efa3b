// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/widgets/interesttitles.h"

#include <QCoreApplication>
#include <QStringList>

namespace opal {

namespace {

constexpr qsizetype fewestLetters = 4; ///< of a name; fewer say nothing

struct TitleTexts
{
    Q_DECLARE_TR_FUNCTIONS(InterestTitles)
};

} // namespace

QString interestTitle(int interest, const std::string& name)
{
    return name.empty() ? TitleTexts::tr("Interest %1").arg(interest + 1) : QString::fromStdString(name);
}

QString categoryTitle(int category, const std::string& name)
{
    return name.empty() ? TitleTexts::tr("Category %1").arg(category + 1) : QString::fromStdString(name);
}

QString numberedInterest(int interest, const std::string& name)
{
    return name.empty() ? interestTitle(interest, name) : numberedTitle(interest, name);
}

QString numberedCategory(int category, const std::string& name)
{
    return name.empty() ? categoryTitle(category, name) : numberedTitle(category, name);
}

QString numberedTitle(int index, const std::string& name)
{
    const QString number = QString::number(index + 1);
    return name.empty() ? number : number % QLatin1Char(' ') % QString::fromStdString(name);
}

QString elidedTitle(const QString& title, const QFontMetricsF& metrics, double width)
{
    if (metrics.horizontalAdvance(title) <= width)
        return title;
    const QString separator = QStringLiteral(", ");
    QStringList terms = title.split(separator);
    while (terms.size() > 1) {
        terms.removeLast();
        const QString shorter = terms.join(separator) % QChar(0x2026);
        if (metrics.horizontalAdvance(shorter) <= width)
            return shorter;
    }
    // The whole first term says more than a cut one that tells of others.
    if (metrics.horizontalAdvance(terms.front()) <= width)
        return terms.front();
    const QString cut = metrics.elidedText(title, Qt::ElideRight, width);
    return cut.size() <= fewestLetters ? QString() : cut;
}

QString fittedTitle(int index, const std::string& name, const QFontMetricsF& metrics, double width)
{
    const QString number = numberedTitle(index, {});
    const QString space = number % QLatin1Char(' ');
    const QString rest
        = elidedTitle(QString::fromStdString(name), metrics, width - metrics.horizontalAdvance(space));
    return rest.isEmpty() ? number : space % rest;
}

} // namespace opal
