// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <string>

#include <torch/types.h>

namespace opal {

/// Named tensors and texts in the safetensors layout: 8-byte little-endian header length, JSON header, raw
/// little-endian numbers. Python's `safetensors` reads such a file; reading one never runs code.
struct TensorFile
{
    std::map<std::string, std::string> metadata;
    std::map<std::string, torch::Tensor> tensors; ///< float32 or int64, on the CPU when read
};

/// Writes `file` to a temporary name, syncs, renames it to `path` and syncs the folder: after a crash there
/// is either the old file or the whole new one. The same content gives the same bytes. Throws
/// Error{CannotWrite}, and then leaves no temporary file.
void writeTensorFile(const std::string& path, const TensorFile& file);

/// Reads and checks everything before a tensor is made: header length, JSON, types, shapes, and that the
/// tensors cover the data without gap or overlap. Throws Error{NotFound, CannotRead, InvalidCheckpoint}.
TensorFile readTensorFile(const std::string& path);

/// The same without the tensors: quick for a file of any size.
TensorFile readTensorMetadata(const std::string& path);

} // namespace opal
