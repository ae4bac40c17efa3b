// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include <QFontMetricsF>
#include <QString>

namespace opal {

/// The words for interests and hyper-categories: every view takes them from here. A name is what a person
/// gave or the generated label (core/results/interestlabel.h), and may be empty. Indices are 0-based, the
/// numbers that are shown 1-based.

/// "football, fitness", or "Interest 3" without a name: where number or colour stand beside it.
QString interestTitle(int interest, const std::string& name);
/// The same: "Category 3".
QString categoryTitle(int category, const std::string& name);
/// "3 football, fitness", or "Interest 3".
QString numberedInterest(int interest, const std::string& name);
/// The same: "Category 3".
QString numberedCategory(int category, const std::string& name);
/// "3 football, fitness", or "3": where it is said elsewhere what is numbered.
QString numberedTitle(int index, const std::string& name);

/// A title in at most `width` pixels: whole terms while they fit, else the beginning of the first, with an
/// ellipsis for what is left out. Empty if there is no room for some letters.
QString elidedTitle(const QString& title, const QFontMetricsF& metrics, double width);
/// numberedTitle() in at most `width` pixels; the number alone where the name has no room.
QString fittedTitle(int index, const std::string& name, const QFontMetricsF& metrics, double width);

} // namespace opal
