using System.Globalization;
using CnnVis.Explanations;
using CnnVis.Skia;

namespace CnnVis.Cli.Commands;

/// <summary>Writes the results of explain, each file whole or not at all.</summary>
internal sealed class ResultFiles
{
    private static readonly string[] Formats = ["png", "npy", "json"];

    private readonly string _folder;
    private readonly HashSet<string> _formats;

    private ResultFiles(string folder, HashSet<string> formats)
    {
        _folder = folder;
        _formats = formats;
    }

    public static ResultFiles For(string folder, string formats)
    {
        string[] wanted = formats.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        string? unknown = wanted.FirstOrDefault(format => !Formats.Contains(format, StringComparer.OrdinalIgnoreCase));
        return unknown is null && wanted.Length > 0
            ? new ResultFiles(ResultFolder.Checked(folder), new HashSet<string>(wanted, StringComparer.OrdinalIgnoreCase))
            : throw new ArgumentException($"--format '{formats}': choose from {string.Join(", ", Formats)}, separated by commas.");
    }

    /// <summary>An overlay and numbers for each target; the class's index is part of the name where there are several.</summary>
    public IReadOnlyList<string> WritePicture(string method, Explanation explanation)
    {
        var written = new List<string>();
        for (int i = 0; i < explanation.Maps.Count; i++)
        {
            string name = explanation.Maps.Count == 1
                ? method
                : string.Create(CultureInfo.InvariantCulture, $"{method}.{explanation.Targets[i].ClassIndex}");
            Explanation one = explanation.ForTarget(i);
            written.AddRange(WriteNumbers(name, [one]));
            written.AddRange(Write("png", $"{name}.png", () => one.Overlay().ToPng()));
        }

        return written;
    }

    /// <summary>A heat map for each image, the numbers of all images stacked.</summary>
    public IReadOnlyList<string> WriteTensor(string method, IReadOnlyList<Explanation> explanations)
    {
        List<string> written = [.. WriteNumbers(method, explanations)];
        for (int i = 0; i < explanations.Count; i++)
        {
            Explanation one = explanations[i];
            written.AddRange(Write("png", string.Create(CultureInfo.InvariantCulture, $"{method}.{i}.png"), () => one.Heatmap().ToPng()));
        }

        return written;
    }

    private IEnumerable<string> WriteNumbers(string name, IReadOnlyList<Explanation> explanations)
    {
        Heatmap[] maps = [.. explanations.Select(explanation => explanation.Map)];
        return
        [
            .. Write("npy", $"{name}.npy", () => ExplanationFile.Numbers(maps)),
            .. Write("npy", $"{name}.map.npy", () => ExplanationFile.DrawnNumbers(maps, explanations[0].InputShape)),
            .. Write("json", $"{name}.json", () => ExplanationFile.ToJson(explanations)),
        ];
    }

    private IEnumerable<string> Write(string format, string fileName, Func<byte[]> content)
    {
        if (!_formats.Contains(format))
        {
            return [];
        }

        string path = Path.Combine(_folder, fileName);
        AtomicFile.Write(path, content());
        return [path];
    }
}
