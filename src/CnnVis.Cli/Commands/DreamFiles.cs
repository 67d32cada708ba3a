using System.Globalization;
using System.Text;
using CnnVis.Explanations;
using CnnVis.Skia;

namespace CnnVis.Cli.Commands;

/// <summary>Writes the results of dream, each file whole or not at all.</summary>
internal sealed class DreamFiles
{
    private readonly string _folder;

    private DreamFiles(string folder) => _folder = folder;

    public static DreamFiles In(string folder) => new(ResultFolder.Checked(folder));

    /// <summary>dream.png, or dream.0.png and so on for several pictures, and how they were made.</summary>
    public IReadOnlyList<string> Write(Dream dream, bool isAnimated)
    {
        var written = new List<string>();
        for (int i = 0; i < dream.Images.Count; i++)
        {
            written.Add(PathOf(dream.Images.Count == 1 ? "dream.png" : string.Create(CultureInfo.InvariantCulture, $"dream.{i}.png")));
            dream.Images[i].Save(written[^1]);
        }

        written.Add(PathOf("dream.json"));
        AtomicFile.Write(written[^1], Encoding.UTF8.GetBytes(JsonText.Of(HowItWasMade(dream))));
        if (isAnimated)
        {
            written.Add(PathOf("dream.apng"));
            dream.SaveAnimation(written[^1]);
        }

        return written;
    }

    private string PathOf(string name) => Path.Combine(_folder, name);

    private static object HowItWasMade(Dream dream) => new
    {
        Generator = $"CnnVis {typeof(Dream).Assembly.GetName().Version?.ToString(3)}",
        dream.Model,
        dream.Objective,
        Options = MethodOptions.Describe(dream.Options with { Start = null }),
        StartsFromPicture = dream.Options.Start is not null,
        dream.InputShape,
        Width = dream.Image.Width,
        Height = dream.Image.Height,
        dream.Activations,
        dream.ObjectiveValues,
        Seconds = Math.Round(dream.Elapsed.TotalSeconds, 3),
        dream.Notes,
    };
}
