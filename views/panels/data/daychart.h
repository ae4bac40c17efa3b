#pragma once

#include <QWidget>

#include "core/results/datasetsummary.h"

namespace opal {

class Theme;

/// Interactions a day as small bars, coloured by the part of the split that the day belongs to. Left and
/// right move a marked day whose number is shown; hovering does the same.
class DayChart final : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(DayChart)

public:
    explicit DayChart(const Theme& theme, QWidget* parent = nullptr);

    void setSummary(const DatasetSummary& summary);
    void retranslate();

    QSize sizeHint() const override { return { 400, 148 }; }

    QSize minimumSizeHint() const override { return { 200, 148 }; }

protected:
    void paintEvent(QPaintEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    enum class Part { Train, Valid, Test };

    Part partOf(int day) const;
    QColor colorOf(Part part) const;
    QString partText(Part part) const;
    QRectF plotRect() const;
    int dayAt(double x) const;
    void mark(int day);
    void paintLegend(QPainter& painter) const;

    const Theme& m_theme;
    std::vector<std::string> m_labels;
    std::vector<std::int64_t> m_counts; ///< parallel to m_labels
    std::string m_validDay;
    std::string m_testDay;
    int m_marked = -1;
};

} // namespace opal
