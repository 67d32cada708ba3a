using CnnVis.Methods;

namespace CnnVis;

/// <summary>
/// How an image is divided into parts that are hidden or shown as wholes. A grid knows nothing of the image; superpixels follow its edges.
/// As text: a name with its numbers, of which the last ones may be left out: "grid:SIDE", "slic:SEGMENTS:COMPACTNESS",
/// "quickshift:KERNEL_SIZE:MAX_DISTANCE:RATIO", "felzenszwalb:SCALE:SIGMA:MIN_SIZE".
/// </summary>
/// <remarks>Superpixels are found in the input as a person would see it, at the size at which the model reads it, and are the same in every run.</remarks>
public sealed partial class Segmentation : IParsable<Segmentation>
{
    private const float SmallestWidth = 0.01f;
    private const float LargestWidth = 1000;

    private readonly string _description;
    private readonly Func<ExplanationContext, PixelSegments> _divide;
    private readonly int? _pixels;

    private Segmentation(string description, Func<ExplanationContext, PixelSegments> divide, int? pixels = null)
    {
        _description = description;
        _divide = divide;
        _pixels = pixels;
    }

    /// <summary>Equal rectangles: pixel (y, x) lies in row floor(y * side / height) and column floor(x * side / width).</summary>
    /// <param name="side">Rows, and columns; no more than pixels.</param>
    /// <returns>The segmentation.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The side is below 1.</exception>
    public static Segmentation Grid(int side = 7)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(side, 1);
        return new Segmentation(Text("grid", side), context => PixelSegments.Grid(side, context.Input.Shape));
    }

    /// <summary>Superpixels of nearly equal size, each in one piece, clustered by colour and place.</summary>
    /// <remarks>Achanta et al., SLIC Superpixels Compared to State-of-the-Art Superpixel Methods, 2012.</remarks>
    /// <param name="segments">About how many.</param>
    /// <param name="compactness">How much place counts against colour: more makes squares, less follows edges. 1 to 40.</param>
    /// <returns>The segmentation.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    public static Segmentation Slic(int segments = 50, float compactness = 10)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(segments, 1);
        ThrowUnless(compactness > 0, compactness, nameof(compactness), "above 0");
        return Superpixels(Text("slic", segments, compactness), picture => SlicSegmenter.Segment(picture, segments, compactness));
    }

    /// <summary>Superpixels around the densest places of the image in colour and place: those of LIME. Their number follows the image.</summary>
    /// <remarks>Vedaldi and Soatto, Quick Shift and Kernel Methods for Mode Seeking, 2008.</remarks>
    /// <param name="kernelSize">The width (sigma) of the kernel that measures density, in pixels: more makes fewer segments.</param>
    /// <param name="maxDistance">The longest link inside a segment. Above three kernel sizes it changes little.</param>
    /// <param name="ratio">How much colour counts against place: CIE Lab is multiplied by it.</param>
    /// <returns>The segmentation.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    public static Segmentation Quickshift(float kernelSize = 4, float maxDistance = 200, float ratio = 0.2f)
    {
        ThrowUnless(kernelSize is >= SmallestWidth and <= LargestWidth, kernelSize, nameof(kernelSize), "from 0.01 to 1000");
        ThrowUnless(maxDistance > 0, maxDistance, nameof(maxDistance), "above 0");
        ThrowUnless(ratio >= 0, ratio, nameof(ratio), "at least 0");
        return Superpixels(
            Text("quickshift", kernelSize, maxDistance, ratio),
            picture => QuickshiftSegmenter.Segment(picture, kernelSize, maxDistance, ratio));
    }

    /// <summary>Regions of even colour or texture, of very different sizes. Their number follows the image.</summary>
    /// <remarks>Felzenszwalb and Huttenlocher, Efficient Graph-Based Image Segmentation, 2004.</remarks>
    /// <param name="scale">The larger, the larger the regions: the paper's k, for colours from 0 to 255.</param>
    /// <param name="sigma">How far the picture is blurred before, in pixels.</param>
    /// <param name="minSize">Smaller regions join their most similar neighbour, in pixels.</param>
    /// <returns>The segmentation.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    public static Segmentation Felzenszwalb(float scale = 100, float sigma = 0.8f, int minSize = 20)
    {
        ThrowUnless(scale > 0, scale, nameof(scale), "above 0");
        ThrowUnless(sigma is 0 or (>= SmallestWidth and <= LargestWidth), sigma, nameof(sigma), "0, or from 0.01 to 1000");
        ArgumentOutOfRangeException.ThrowIfLessThan(minSize, 1);
        return Superpixels(
            Text("felzenszwalb", scale, sigma, minSize),
            picture => FelzenszwalbSegmenter.Segment(picture, scale, sigma, minSize));
    }

    /// <summary>Segments of your own: from a segmentation network, or drawn by hand.</summary>
    /// <param name="segmentOf">A number from 0 for each pixel of the model's input, row by row. Numbers may be left out.</param>
    /// <returns>The segmentation.</returns>
    /// <exception cref="ArgumentException">A number is negative.</exception>
    public static Segmentation Of(IReadOnlyList<int> segmentOf)
    {
        ArgumentNullException.ThrowIfNull(segmentOf);
        int[] kept = [.. segmentOf];
        return kept.All(segment => segment >= 0)
            ? new Segmentation("own", context => new PixelSegments(kept, context.Input.Shape), kept.Length)
            : throw new ArgumentException("Segments are numbered from 0.");
    }

    /// <summary>Refuses segments of another image before anything is computed.</summary>
    internal void RefuseUnfit(ImageShape shape)
    {
        if (_pixels is { } pixels && pixels != shape.PixelCount)
        {
            throw new ArgumentException($"Segments were given for {pixels} pixels, but the image has {shape.Height}x{shape.Width}.");
        }
    }

    internal PixelSegments Divide(ExplanationContext context)
    {
        RefuseUnfit(context.Input.Shape);
        return _divide(context);
    }

    private static Segmentation Superpixels(string description, Func<RgbImage, int[]> segment) => new(description, context =>
    {
        var segments = new PixelSegments(segment(context.ToPicture()), context.Input.Shape);
        context.AddNote(segments.Count == 1
            ? $"The whole image is one segment ({description}), so the map says nothing of places. Choose finer ones: {nameof(Grid)} or {nameof(Slic)}."
            : $"The image was divided into {segments.Count} segments ({description}).");
        return segments;
    });

    private static void ThrowUnless(bool isInRange, float value, string name, string range)
    {
        if (!isInRange || !float.IsFinite(value))
        {
            throw new ArgumentOutOfRangeException(name, value, $"It must be a finite number {range}.");
        }
    }
}
