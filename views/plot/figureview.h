// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

#include "views/shell/panel.h"

class QLabel;
class QStackedWidget;

namespace opal {

class Picture;
class Theme;

/// A small figure under its title, with the number under the mouse or the arrow keys beside it.
class FigureView final : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(FigureView)

public:
    explicit FigureView(const Theme& theme, QWidget* parent = nullptr);

    void setTitle(const QString& title);
    /// As Picture::setFigure().
    void setFigure(FigureRequest figure, FigureTable readings);
    /// Shows a sentence in place of the picture.
    void setMessage(const QString& sentence);

    QString readout() const;

private:
    QLabel* m_title;
    QLabel* m_readout;
    QStackedWidget* m_pages;
    QLabel* m_message;
    Picture* m_picture;
};

} // namespace opal
