// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/testprogram.h"

#ifdef OPAL_TEST_WINDOWS
#include <QApplication>
using TestApplication = QApplication;
#else
#include <QCoreApplication>
using TestApplication = QCoreApplication;
#endif

int main(int argc, char** argv)
{
    // As Qt Test's own main functions: pictures do not depend on the screen.
    QCoreApplication::setAttribute(Qt::AA_Use96Dpi);
    const TestApplication application(argc, argv);
    return opal::runTestProgram(argc, argv);
}
