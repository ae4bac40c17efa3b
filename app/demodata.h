// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/data/synth.h"
#include "core/jobs/jobs.h"
#include "core/jobs/workspacepaths.h"

class QImage;
class QSvgRenderer;

namespace opal {

class RunStore;

/// The picture of a topic in a style, 9:16 as micro-videos are: the world gives the hue, the topic the shade
/// and the glyph, the style what is behind it. Any thread.
QImage drawCover(const SynthTopic& topic, int style, QSvgRenderer& glyph);

/// Synthesises the data set of the demo into the workspace, draws its covers beside it ("demo-covers", with
/// the side table that names them) and attaches them. Fails with
/// Error{InvalidArgument} for a topic that there is no glyph for, Error{CannotWrite}.
Job<DatasetResult> makeDemoDataJob(RunStore& store, const WorkspacePaths& paths, SynthParams params);

} // namespace opal
