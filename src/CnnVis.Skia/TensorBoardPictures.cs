using System.Globalization;

namespace CnnVis.Skia;

/// <summary>Adds pictures to TensorBoard's Images page.</summary>
public static class TensorBoardPictures
{
    /// <summary>Adds any picture: a sheet, a dream, a figure.</summary>
    /// <param name="writer">The writer.</param>
    /// <param name="tag">Its name; the part before the first slash is the group under which the page shows it.</param>
    /// <param name="image">The picture.</param>
    /// <param name="step">The place on the slider below the pictures of this name. <value>The default is 0.</value></param>
    /// <param name="description">What the page tells about it, in Markdown; null for nothing.</param>
    public static void AddImage(this TensorBoardWriter writer, string tag, RgbImage image, long step = 0, string? description = null)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.AddImage(tag, image.ToPng(), step, description);
    }

    /// <summary>Adds the sheet of a convolution's kernels.</summary>
    /// <param name="writer">The writer.</param>
    /// <param name="kernels">The kernels.</param>
    /// <param name="options">How they are drawn; null for the defaults.</param>
    /// <param name="tag">The picture's name. <value>The default is kernels/LAYER.</value></param>
    /// <param name="step">The place on the slider. <value>The default is 0.</value></param>
    public static void AddKernels(this TensorBoardWriter writer, Kernels kernels, KernelSheetOptions? options = null, string? tag = null, long step = 0)
    {
        ArgumentNullException.ThrowIfNull(kernels);
        writer.AddImage(tag ?? $"kernels/{kernels.Layer.Trim('/')}", kernels.Sheet(options), step);
    }

    /// <summary>Adds the sheet of what a layer makes of an image.</summary>
    /// <param name="writer">The writer.</param>
    /// <param name="maps">The maps.</param>
    /// <param name="options">How they are drawn; null for the defaults.</param>
    /// <param name="tag">The picture's name. <value>The default is feature maps/LAYER.</value></param>
    /// <param name="step">The place on the slider, for example the image's number. <value>The default is 0.</value></param>
    public static void AddFeatureMaps(this TensorBoardWriter writer, FeatureMaps maps, FeatureMapSheetOptions? options = null, string? tag = null, long step = 0)
    {
        ArgumentNullException.ThrowIfNull(maps);
        writer.AddImage(tag ?? $"feature maps/{maps.Layer.Trim('/')}", maps.Sheet(options), step);
    }

    /// <summary>
    /// Adds an explanation: the map over the picture, or alone where there is none, and how it was made as the description. With several targets each
    /// has a picture, and its name ends with the target's.
    /// </summary>
    /// <param name="writer">The writer.</param>
    /// <param name="explanation">The explanation.</param>
    /// <param name="tag">The picture's name. <value>The default is explanations/METHOD.</value></param>
    /// <param name="step">The place on the slider, for example the image's number. <value>The default is 0.</value></param>
    public static void AddExplanation(this TensorBoardWriter writer, Explanation explanation, string? tag = null, long step = 0)
    {
        ArgumentNullException.ThrowIfNull(explanation);
        string name = tag ?? $"explanations/{explanation.Method}";
        for (int target = 0; target < explanation.Targets.Count; target++)
        {
            var options = new MapOptions { Target = target };
            writer.AddImage(
                explanation.Targets.Count == 1 ? name : $"{name}/{explanation.Targets[target].Name}",
                explanation.Picture is null ? explanation.Heatmap(options) : explanation.Overlay(options),
                step,
                Description(explanation, explanation.Targets[target]));
        }
    }

    private static string Description(Explanation explanation, ExplainedTarget target)
    {
        string options = string.Join(", ", explanation.Options.Select(option => $"{option.Key}={option.Value}"));
        string[] parts =
        [
            string.Create(CultureInfo.InvariantCulture, $"{target.Name}: {target.ScoreKind.ToString().ToLowerInvariant()} {target.Score:0.####}"),
            options.Length > 0 ? $"{explanation.Method} with {options}" : explanation.Method,
            .. explanation.Notes,
        ];
        return string.Join("\n\n", parts);
    }
}
