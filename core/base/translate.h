// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

/// Marks an English string of the engine for the translators without pulling Qt into the engine.
/// The text stays English here; `views` and `app` look it up with QCoreApplication::translate(context, text).
#ifndef QT_TRANSLATE_NOOP
#define QT_TRANSLATE_NOOP(context, text) text
#endif
