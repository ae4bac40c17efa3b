// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <vector>

class QWidget;

namespace opal {

class FigureView;
class Theme;
struct DatasetProfiles;

/// Cards in two columns for the pictures of datasetFigures() from `first` on; `views` gets them in that
/// order.
QWidget* makeFigureGrid(const Theme& theme, std::size_t first, std::vector<FigureView*>& views,
                        QWidget* parent);

/// Fills the views of makeFigureGrid(), or says that they are being counted while `profiles` is empty. Sets
/// their texts as well.
void showDatasetFigures(const DatasetProfiles& profiles, std::size_t first,
                        const std::vector<FigureView*>& views);

} // namespace opal
