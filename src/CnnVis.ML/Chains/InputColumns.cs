using CnnVis.ML.Pictures;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms.Image;

namespace CnnVis.ML.Chains;

/// <summary>
/// The columns that some steps of a pipeline need at their beginning. ML.NET does not tell them: names are taken from what a step writes
/// when it is saved, and tried until the step accepts them.
/// </summary>
internal sealed class InputColumns
{
    private readonly Dictionary<string, DataViewType> _types;

    private InputColumns(Dictionary<string, DataViewType> types, IReadOnlyList<ITransformer> steps)
    {
        _types = types;
        Steps = steps;
        Input = PictureView.SchemaOf(types);
        Output = Chain.TryOutputSchema(steps, Input, out _)!;
    }

    /// <summary>The steps that run; LoadImages is not among them, its output is given.</summary>
    public IReadOnlyList<ITransformer> Steps { get; }

    /// <summary>The schema before the steps.</summary>
    public DataViewSchema Input { get; }

    /// <summary>The schema behind the steps.</summary>
    public DataViewSchema Output { get; }

    /// <summary>The column that takes the picture.</summary>
    public string Image => _types.Single(column => column.Value is ImageDataViewType).Key;

    /// <summary>Finds the columns for pictures of one size.</summary>
    /// <exception cref="ArgumentException">They cannot be found, or the options name one that is not read.</exception>
    public static InputColumns Find(IReadOnlyList<ITransformer> steps, int width, int height, PipelineOptions options)
    {
        (string Output, string Input)[] loaded = [.. steps.OfType<ImageLoadingTransformer>().SelectMany(LoadedColumns)];
        ITransformer[] run = [.. steps.Where(step => step is not ImageLoadingTransformer)];
        string? told = loaded.FirstOrDefault(column => column.Input == options.ImageColumn).Output ?? options.ImageColumn;
        var image = new ImageDataViewType(height, width);
        var types = loaded.Select(column => column.Output).Distinct().ToDictionary(name => name, DataViewType (_) => image);
        if (told is not null)
        {
            types[told] = image;
        }

        for (int count = 1; count <= run.Length; count++)
        {
            Complete(types, run[..count], image);
        }

        if (told is not null && types.Count > 1)
        {
            RemoveUnneeded(types, [told], run);
        }

        string[] images = [.. types.Where(column => column.Value is ImageDataViewType).Select(column => column.Key)];
        return images.Length == 1 && (told ?? images[0]) == images[0]
            ? new InputColumns(types, run)
            : throw new ArgumentException(Wrong(options.ImageColumn, images));
    }

    /// <summary>The pictures as the steps read them.</summary>
    public IDataView View(IReadOnlyList<RgbImage> pictures) =>
        Steps.Aggregate<ITransformer, IDataView>(new PictureView(_types, pictures), (view, step) => step.Transform(view));

    private static (string Output, string Input)[] LoadedColumns(ImageLoadingTransformer step) =>
        SavedStep.TryRead(step)?.OpenSettings().ColumnPairs() ?? [];

    /// <summary>Adds the columns that the last of the steps misses.</summary>
    private static void Complete(Dictionary<string, DataViewType> types, ITransformer[] steps, ImageDataViewType image)
    {
        if (Accepts(steps, types, out string? reason))
        {
            return;
        }

        string[] names = [.. (SavedStep.TryRead(steps[^1])?.Strings ?? []).Where(name => name.Length > 0 && !types.ContainsKey(name)).Distinct()];
        // Besides the picture, trained pipelines still read the label's column, whatever it holds.
        DataViewType[] others = [TextDataViewType.Instance, NumberDataViewType.Single, BooleanDataViewType.Instance];
        foreach (DataViewType type in types.ContainsValue(image) ? [.. others, image] : (DataViewType[])[image, .. others])
        {
            var tried = new Dictionary<string, DataViewType>(types);
            Array.ForEach(names, name => tried[name] = type);
            if (Accepts(steps, tried, out _))
            {
                RemoveUnneeded(tried, names, steps);
                foreach (string name in names.Where(tried.ContainsKey))
                {
                    types[name] = type;
                }

                return;
            }
        }

        throw new ArgumentException(
            $"The step {Chain.NameOf(steps[^1])} of the pipeline does not say which columns it reads ({reason}). "
            + $"If one of them is the picture, set {nameof(PipelineOptions)}.{nameof(PipelineOptions.ImageColumn)} to its name; "
            + "if it reads anything but the picture and a label, run the steps yourself and use Explainer.ForScores.");
    }

    private static void RemoveUnneeded(Dictionary<string, DataViewType> types, IEnumerable<string> names, ITransformer[] steps)
    {
        foreach (string name in names)
        {
            types.Remove(name, out DataViewType? type);
            if (!Accepts(steps, types, out _))
            {
                types[name] = type!;
            }
        }
    }

    private static bool Accepts(IEnumerable<ITransformer> steps, Dictionary<string, DataViewType> types, out string? reason) =>
        Chain.TryOutputSchema(steps, PictureView.SchemaOf(types), out reason) is not null;

    private static string Wrong(string? told, string[] images)
    {
        string list = string.Join(", ", images.Select(name => $"'{name}'"));
        return images switch
        {
            [] => $"No column of the pipeline takes a picture. Set {nameof(PipelineOptions)}.{nameof(PipelineOptions.ImageColumn)}, "
                + "or start the pipeline with LoadImages or a column of type MLImage.",
            [_] => $"The pipeline reads its picture from {list}, not from '{told}' "
                + $"({nameof(PipelineOptions)}.{nameof(PipelineOptions.ImageColumn)}).",
            _ => $"The pipeline reads several pictures: {list}. One can be explained; run the steps yourself and use Explainer.ForScores.",
        };
    }
}
