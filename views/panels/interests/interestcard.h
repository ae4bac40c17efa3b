// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include <QAbstractButton>

#include "core/results/interestlabel.h"

namespace opal {

class Theme;

/// What a card tells about one interest of a user.
struct InterestCardContent
{
    int interest = 0; ///< 0-based
    std::string name; ///< as UserExploration::interestName()
    CategoryTopic topic; ///< of its hyper-category; empty if there is none
    bool valid = true; ///< invalid interests are never searched
    bool hasWeights = true; ///< the model assigns history items to interests
    double intensity = 0; ///< sum of the assignment weights
    std::int64_t items = 0; ///< history items of the interest
    std::int64_t historyItems = 0;
    std::int64_t merged = 0; ///< items of the merged list that it gave
    std::int64_t mergedSize = 0;
    std::int64_t hits = 0; ///< held-out items in its own list
    double cosine = 0; ///< to the hyper-category; NaN if there is none
    double distance = 0; ///< of soft and hard vector; NaN without both
    std::vector<double> course; ///< cosine of the hard interest after each of its items to the last one
    bool muted = false;
};

/// A card that is a button: colour, number, name, intensity, yield and typical items of one interest, and at
/// its foot a widget of its own. Checked means selected in the whole window.
class InterestCard final : public QAbstractButton
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(InterestCard)

public:
    explicit InterestCard(const Theme& theme, QWidget* parent = nullptr);

    void setContent(const InterestCardContent& content);

    int interest() const { return m_content.interest; }

    void setFaint(bool faint);
    /// Becomes a child; keeps its height and takes the width of the card.
    void setFoot(QWidget* foot);
    void retranslate();

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

    bool hasHeightForWidth() const override { return true; }

    int heightForWidth(int width) const override;

Q_SIGNALS:
    void hoverChanged(bool inside);

protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void enterEvent(QEnterEvent* event) override;
    void leaveEvent(QEvent* event) override;

private:
    QString intensityText() const;
    QString yieldText() const;
    /// "cos g 0.71, |p-q| 0.12"; empty for a model without hyper-categories.
    QString geometryText() const;
    /// One line each: what is typical of the interest's hyper-category, in full or with short headings.
    QStringList topicLines(bool inFull) const;
    QFont smallFont() const;
    QFont headingFont() const;
    /// The name in one or two lines beside the number.
    QStringList nameLines(int width) const;
    /// topicLines() for a card of `width` pixels, each on two lines at most.
    QStringList wrappedTopics(int width) const;
    /// A bar of the interest's part of the merged list, and the part in numbers.
    void paintShare(QPainter& painter, const QRect& row, const QColor& color) const;
    void paintCourse(QPainter& painter, const QRectF& rect) const;

    const Theme& m_theme;
    InterestCardContent m_content;
    QWidget* m_foot = nullptr;
    bool m_faint = false;
};

} // namespace opal
