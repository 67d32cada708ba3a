using Microsoft.ML;
using Microsoft.ML.Transforms;
using Microsoft.ML.Transforms.Image;

namespace CnnVis.ML.Chains;

/// <summary>Follows a picture through the steps of a pipeline: which column shows which part of it.</summary>
internal sealed class ImageRegions
{
    private readonly Dictionary<string, ImageRegion> _regions;
    private readonly List<ImageRegion> _extracted = [];

    private ImageRegions(string imageColumn, ImageRegion picture) => _regions = new() { [imageColumn] = picture };

    /// <summary>The part of the picture that a column of numbers shows, or null; and what a reader should know about it.</summary>
    public static (ImageGeometry? Geometry, string? Note) Find(InputColumns columns, string tensorColumn, int width, int height)
    {
        var regions = new ImageRegions(columns.Image, ImageRegion.Whole(width, height));
        DataViewSchema schema = columns.Input;
        foreach (ITransformer step in columns.Steps)
        {
            DataViewSchema after = step.GetOutputSchema(schema);
            regions.Pass(step, schema, after);
            schema = after;
        }

        return regions.Find(tensorColumn);
    }

    private (ImageGeometry? Geometry, string? Note) Find(string tensorColumn)
    {
        if (_regions.TryGetValue(tensorColumn, out ImageRegion? known))
        {
            return (known.Geometry, null);
        }

        return _extracted.Distinct().ToArray() is [var only]
            ? (only.Geometry, "The map lies over the picture on the assumption that the steps after ExtractPixels leave pixels at their places.")
            : (null, "Which part of the picture the model sees is not known, because a step other than ResizeImages makes its image.");
    }

    private void Pass(ITransformer step, DataViewSchema before, DataViewSchema after)
    {
        Dictionary<string, ImageRegion> written = Written(step);
        // A column that moved was written anew under its old name.
        foreach (string name in _regions.Keys.Where(name => after.GetColumnOrNull(name)?.Index != before.GetColumnOrNull(name)?.Index).ToArray())
        {
            _regions.Remove(name);
        }

        foreach ((string name, ImageRegion region) in written)
        {
            _regions[name] = region;
        }

        if (step is ImagePixelExtractingTransformer)
        {
            _extracted.AddRange(written.Values);
        }
    }

    private Dictionary<string, ImageRegion> Written(ITransformer step)
    {
        var written = new Dictionary<string, ImageRegion>();
        bool isKnown = step is ImageResizingTransformer or ImageGrayscalingTransformer or ImagePixelExtractingTransformer or ColumnCopyingTransformer;
        if (!isKnown || SavedStep.TryRead(step) is not { } saved)
        {
            return written;
        }

        SettingsReader settings = saved.OpenSettings();
        foreach ((string output, string input) in settings.ColumnPairs())
        {
            SavedResize? resize = step is ImageResizingTransformer ? SavedResize.Read(settings) : null;
            if (_regions.TryGetValue(input, out ImageRegion? region))
            {
                written[output] = resize?.Of(region) ?? region;
            }
        }

        return written;
    }
}
