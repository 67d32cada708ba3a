using System.Globalization;
using System.Text;
using CnnVis.Explanations;
using CnnVis.Skia;

namespace CnnVis.Cli.Commands;

/// <summary>Writes the results of explain, each file whole or not at all.</summary>
internal sealed class ResultFiles
{
    private static readonly string[] Formats = ["png", "npy", "json", "svg", "pdf"];
    private static readonly string[] Views = ["overlay", "masked", "contours", "regions", "figure"];

    private readonly string _folder;
    private readonly HashSet<string> _formats;
    private readonly string[] _views;

    private ResultFiles(string folder, string[] formats, string[] views)
    {
        _folder = folder;
        _formats = new HashSet<string>(formats, StringComparer.Ordinal);
        _views = views;
    }

    public static ResultFiles For(string folder, string formats, string views)
    {
        string[] wantedFormats = Choose("--format", formats, Formats);
        string[] wantedViews = Choose("--view", views, Views);
        return (wantedFormats.Contains("svg") || wantedFormats.Contains("pdf")) && !wantedViews.Contains("figure")
            ? throw new ArgumentException($"--format '{formats}': only figures are written as svg and pdf. Add --view figure.")
            : new ResultFiles(ResultFolder.Checked(folder), wantedFormats, wantedViews);
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
            for (int view = 0; view < _views.Length; view++)
            {
                written.AddRange(WriteView(_views[view], view == 0 ? name : $"{name}.{_views[view]}", one));
            }
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

    private static string[] Choose(string option, string given, string[] possible)
    {
        string[] wanted = [.. given.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(name => name.ToLowerInvariant()).Distinct()];
        return wanted.Length > 0 && wanted.All(possible.Contains)
            ? wanted
            : throw new ArgumentException($"{option} '{given}': choose from {string.Join(", ", possible)}, separated by commas.");
    }

    private IEnumerable<string> WriteView(string view, string name, Explanation explanation)
    {
        if (view != "figure")
        {
            return Write("png", $"{name}.png", () => (view switch
            {
                "masked" => explanation.Masked(),
                "contours" => explanation.Contours(),
                "regions" => explanation.TopRegions(),
                _ => explanation.Overlay(),
            }).ToPng($"{explanation.Target.Name}: {explanation.Method}", explanation.Describe()));
        }

        Figure figure = explanation.Figure();
        return
        [
            .. Write("png", $"{name}.png", figure.ToPng),
            .. Write("svg", $"{name}.svg", () => Encoding.UTF8.GetBytes(figure.ToSvg())),
            .. Write("pdf", $"{name}.pdf", figure.ToPdf),
        ];
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
