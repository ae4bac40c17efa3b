// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <optional>

#include <QWidget>

#include "core/results/hypercategory.h"
#include "views/plot/picture.h"
#include "views/plot/plottheme.h"

class QComboBox;
class QGridLayout;
class QLabel;

namespace opal {

class Theme;

/// The pictures of the hyper-category panel: spread, confidence and similarity at one evaluation, their
/// course over the training, and who moved between two evaluations.
class CategoryCharts final : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(CategoryCharts)

public:
    explicit CategoryCharts(const Theme& theme, QWidget* parent = nullptr);

    /// `selected` is a place in the snapshots of the course.
    void setCourse(const CategoryCourse& course, std::size_t selected);
    /// Nothing: `why` is said instead.
    void setFlow(const std::optional<CategoryFlow>& flow, const QString& why);
    void retranslate();

Q_SIGNALS:
    void categoryClicked(int category);
    void evaluationClicked(std::size_t place); ///< in the snapshots of the course

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    struct Chart
    {
        QWidget* card = nullptr;
        QLabel* heading = nullptr;
        Picture* picture = nullptr;
    };

    Chart makeChart(const QString& name);
    void arrange(int columns);
    void connectClicks();
    void drawAll();
    void drawCourse();
    void drawFlow();

    CategoryCourse m_course;
    std::size_t m_selected = 0;
    std::optional<CategoryFlow> m_flow;
    const Theme& m_theme;
    QGridLayout* m_grid;
    int m_columns = 0;
    Chart m_bars, m_confidence, m_similarity, m_over, m_moved;
    QComboBox* m_measure; ///< shares or measures over the training
    QLabel* m_noFlow;
};

} // namespace opal
