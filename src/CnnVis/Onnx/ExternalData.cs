using System.Globalization;

namespace CnnVis.Onnx;

/// <summary>Weights kept in files beside the model. A path may never lead out of the model's folder.</summary>
internal static class ExternalData
{
    /// <summary>Whether a tensor's numbers lie in a file beside the model.</summary>
    public static bool Has(TensorProto tensor) => tensor.DataLocation == TensorProto.Types.DataLocation.External;

    /// <summary>A float tensor whose numbers are outside the model: in a file, unless a session is given others in their place.</summary>
    public static TensorProto Declare(string name, IEnumerable<long> shape, string location)
    {
        var tensor = new TensorProto
        {
            Name = name,
            DataType = (int)TensorProto.Types.DataType.Float,
            DataLocation = TensorProto.Types.DataLocation.External,
        };
        tensor.Dims.Add(shape);
        tensor.ExternalData.Add(new StringStringEntryProto { Key = "location", Value = location });
        return tensor;
    }

    public static void RefuseUnreachable(TensorProto tensor, string modelName, string? folder)
    {
        string location = Entry(tensor, "location") ?? "";
        if (folder is null)
        {
            throw new ModelException(
                modelName,
                $"tensor '{tensor.Name}' lies in the external file '{location}', so the model must be loaded by its path, not from bytes or a stream.");
        }

        string path = Path.GetFullPath(Path.Combine(folder, location));
        if (location.Length == 0 || Path.IsPathRooted(location) || !IsInside(path, folder))
        {
            throw new ModelException(modelName, $"tensor '{tensor.Name}' points at '{location}', outside the model's folder. It was not opened.");
        }

        var file = new FileInfo(path);
        if (!file.Exists)
        {
            throw new ModelException(modelName, $"its external data file '{location}' is missing. Put it beside the model.");
        }

        if (Links(path, folder).Any(target => !IsInside(target, folder)))
        {
            throw new ModelException(modelName, $"its external data file '{location}' is a link that leads outside the model's folder. It was not opened.");
        }

        RefuseTooShort(tensor, modelName, location, file.Length);
    }

    /// <summary>Where the links lead that lie on the way from the folder to the file, the file itself included.</summary>
    private static IEnumerable<string> Links(string path, string folder)
    {
        string root = Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder));
        for (string? step = path; step is not null && step.Length > root.Length; step = Path.GetDirectoryName(step))
        {
            FileSystemInfo entry = Directory.Exists(step) ? new DirectoryInfo(step) : new FileInfo(step);
            if (entry.ResolveLinkTarget(returnFinalTarget: true) is { } target)
            {
                yield return target.FullName;
            }
        }
    }

    private static void RefuseTooShort(TensorProto tensor, string modelName, string location, long fileLength)
    {
        long offset = ParseEntry(tensor, "offset", modelName) ?? 0;
        long length = ParseEntry(tensor, "length", modelName)
            ?? TensorSize.ByteCount(tensor);
        if (offset < 0 || length < 0 || offset > fileLength || length > fileLength - offset)
        {
            throw new ModelException(
                modelName,
                $"tensor '{tensor.Name}' needs bytes {offset} to {offset + length} of '{location}', which has only {fileLength}. The file is truncated.");
        }
    }

    private static long? ParseEntry(TensorProto tensor, string key, string modelName)
    {
        string? text = Entry(tensor, key);
        if (text is null)
        {
            return null;
        }

        return long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long value)
            ? value
            : throw new ModelException(modelName, $"tensor '{tensor.Name}' has the {key} '{text}', which is not a number.");
    }

    private static string? Entry(TensorProto tensor, string key) => tensor.ExternalData.FirstOrDefault(entry => entry.Key == key)?.Value;

    private static bool IsInside(string path, string folder)
    {
        string root = Path.GetFullPath(folder);
        string prefix = Path.EndsInDirectorySeparator(root) ? root : root + Path.DirectorySeparatorChar;
        return path.StartsWith(prefix, StringComparison.Ordinal);
    }
}
