// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QStringList>

namespace opal {

/// THE table of the guide's pages, in reading order: names of Markdown files in resources/guide/<language>/.
/// The page of a panel has the id of the panel.
const QStringList& guidePages();

/// Pages that are about one panel: hidden where the window has no such panel.
const QStringList& guidePanelPages();

/// What the guide says on a page: Markdown with links to other pages ("metrics.md") and pictures
/// ("images/data.png"; lines of pictures that were not made are left out). Empty if there is no such page.
QString guideText(const QString& language, const QString& page);

/// First heading of a page.
QString guideTitle(const QString& language, const QString& page);

/// Those of `pages` that hold all words of `query` (case does not matter), in their order; all for an empty
/// one.
QStringList searchGuide(const QString& language, const QStringList& pages, const QString& query);

/// Picture of a page, ":/guide/en/images/data.png".
QString guideImage(const QString& language, const QString& name);

} // namespace opal
