namespace CnnVis.Models;

/// <summary>How classes and places lie in one image's part of an output tensor.</summary>
/// <param name="Form">What the output is about.</param>
/// <param name="ClassCount">The number of classes; all elements where the output is raw.</param>
/// <param name="Height">Rows of a segmentation map; 1 for classes.</param>
/// <param name="Width">Columns of a segmentation map; 1 for classes.</param>
/// <param name="ClassesLast">True where the class is the innermost axis.</param>
internal sealed record OutputSpace(OutputForm Form, int ClassCount, int Height, int Width, bool ClassesLast)
{
    public int PlaceCount => Height * Width;

    public static OutputSpace Of(ReadOnlySpan<int> shape, ImageShape image, OutputForm? told = null)
    {
        int count = 1;
        foreach (int size in shape)
        {
            count *= size;
        }

        if (told == OutputForm.Raw)
        {
            return Raw(count);
        }

        int[] axes = WithoutOnes(shape);
        if (told == OutputForm.Classes || (axes.Length <= 1 && told is null))
        {
            return new OutputSpace(OutputForm.Classes, count, 1, 1, ClassesLast: true);
        }

        return shape.Length switch
        {
            3 => Map(shape, image),
            2 when told == OutputForm.SegmentationMap || Matches(shape[0], shape[1], image) =>
                new OutputSpace(OutputForm.SegmentationMap, 1, shape[0], shape[1], ClassesLast: true),
            _ => Raw(count),
        };
    }

    public int IndexOf(int classIndex, int place) => ClassesLast ? (place * ClassCount) + classIndex : (classIndex * PlaceCount) + place;

    /// <summary>The score of each class: its own for classes, the share of places where it wins for a segmentation map.</summary>
    public float[] ClassScores(ReadOnlySpan<float> probabilities)
    {
        if (Form != OutputForm.SegmentationMap)
        {
            return probabilities.ToArray();
        }

        float[] shares = new float[ClassCount];
        for (int place = 0; place < PlaceCount; place++)
        {
            if (WinnerAt(probabilities, place) is { } winner)
            {
                shares[winner] += 1f / PlaceCount;
            }
        }

        return shares;
    }

    /// <summary>The class with the largest score at a place; for a single class, whether it is there at all.</summary>
    public int? WinnerAt(ReadOnlySpan<float> probabilities, int place)
    {
        int winner = 0;
        for (int classIndex = 1; classIndex < ClassCount; classIndex++)
        {
            if (probabilities[IndexOf(classIndex, place)] > probabilities[IndexOf(winner, place)])
            {
                winner = classIndex;
            }
        }

        return ClassCount == 1 && probabilities[place] <= 0.5f ? null : winner;
    }

    private static OutputSpace Raw(int count) => new(OutputForm.Raw, count, 1, 1, ClassesLast: true);

    private static OutputSpace Map(ReadOnlySpan<int> shape, ImageShape image)
    {
        bool fitsChannelsFirst = Matches(shape[1], shape[2], image);
        bool fitsChannelsLast = Matches(shape[0], shape[1], image);
        bool channelsLast = fitsChannelsFirst == fitsChannelsLast ? image.Layout == TensorLayout.Nhwc : fitsChannelsLast;
        return channelsLast
            ? new OutputSpace(OutputForm.SegmentationMap, shape[2], shape[0], shape[1], ClassesLast: true)
            : new OutputSpace(OutputForm.SegmentationMap, shape[0], shape[1], shape[2], ClassesLast: false);
    }

    // The map has the image's proportions, give or take the rounding of strides.
    private static bool Matches(int height, int width, ImageShape image) =>
        height > 1 && width > 1 && Math.Abs(((double)height * image.Width) - ((double)width * image.Height)) <= Math.Max(image.Height, image.Width);

    private static int[] WithoutOnes(ReadOnlySpan<int> shape) => [.. shape.ToArray().Where(size => size != 1)];
}
