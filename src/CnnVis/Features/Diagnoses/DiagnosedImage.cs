namespace CnnVis.Features.Diagnoses;

/// <summary>An image as the model reads it, and as pixels.</summary>
/// <param name="Tensor">What the model is fed.</param>
/// <param name="Pixels">The same from 0 to 255, before the numbers were brought to a range.</param>
/// <param name="AsRead">How much numbers side by side differ.</param>
/// <param name="Otherwise">The same where the image's numbers are read in the other layout.</param>
internal sealed record DiagnosedImage(ImageTensor Tensor, ImageTensor Pixels, Roughness AsRead, Roughness Otherwise)
{
    // The range that numbers without a history have, is told apart only by powers of ten: 0 to 255, about -1 to 1, and 0 to 1 divided by 255 once more.
    private const float LargestOfUnitRange = 8;
    private const float LargestOfTwiceDivided = 0.02f;

    public double PixelDeviation { get; } = DeviationOf(Pixels);

    public double Deviation { get; } = DeviationOf(Tensor);

    public static DiagnosedImage Of(CnnModel model, RgbImage picture)
    {
        ImageShape shape = model.ImageInput.Shape;
        Preprocessing bytes = model.Preprocessing with { Scale = 1, Mean = 0, Std = 1 };
        // The library lays its tensors out itself: what may be laid out wrongly are the bytes that it was given.
        var given = new ImageShape(3, picture.Height, picture.Width, TensorLayout.Nhwc);
        return new DiagnosedImage(
            model.Preprocess(picture).Tensor,
            Models.Preprocessor.Apply(bytes, picture, shape).Tensor,
            Roughness.Of(picture.Pixels, given),
            Roughness.Of(picture.Pixels, Roughness.Other(given)));
    }

    public static DiagnosedImage Of(ImageTensor tensor) => new(
        tensor,
        PixelsOf(tensor),
        Roughness.Of(tensor.Values, tensor.Shape),
        Roughness.Of(tensor.Values, Roughness.Other(tensor.Shape)));

    /// <summary>The image with red and blue exchanged.</summary>
    public ImageTensor Exchanged()
    {
        ImageShape shape = Tensor.Shape;
        float[] values = Tensor.Values.ToArray();
        for (int pixel = 0; pixel < shape.PixelCount; pixel++)
        {
            (int y, int x) = (pixel / shape.Width, pixel % shape.Width);
            (int red, int blue) = (shape.IndexOf(0, y, x), shape.IndexOf(2, y, x));
            (values[red], values[blue]) = (values[blue], values[red]);
        }

        return new ImageTensor(values, shape);
    }

    /// <summary>A plain image of the mean colour: what is left without content.</summary>
    public static ImageTensor Plain(ImageTensor image)
    {
        ImageShape shape = image.Shape;
        float[] values = new float[shape.ElementCount];
        for (int channel = 0; channel < shape.Channels; channel++)
        {
            int[] places = [.. Enumerable.Range(0, shape.PixelCount).Select(pixel => shape.IndexOf(channel, pixel / shape.Width, pixel % shape.Width))];
            float mean = (float)places.Average(place => (double)image.Values[place]);
            Array.ForEach(places, place => values[place] = mean);
        }

        return new ImageTensor(values, shape);
    }

    private static ImageTensor PixelsOf(ImageTensor tensor)
    {
        float[] values = tensor.Values.ToArray();
        float smallest = values.Min();
        float largest = Math.Max(-smallest, values.Max());
        Preprocessing range = largest > LargestOfUnitRange ? (smallest < 0 ? Preprocessing.Caffe : Preprocessing.None)
            : smallest < -1 ? Preprocessing.ImageNet
            : smallest < 0 ? Preprocessing.TensorFlow
            : Preprocessing.ZeroToOne;
        float scale = largest < LargestOfTwiceDivided ? range.Scale * range.Scale : range.Scale;
        (float mean, float std) = (range.Mean.Luma, range.Std.Luma);
        return new ImageTensor(Array.ConvertAll(values, value => ((value * std) + mean) / scale), tensor.Shape);
    }

    private static double DeviationOf(ImageTensor image)
    {
        double mean = 0;
        double squares = 0;
        foreach (float value in image.Values)
        {
            mean += value;
            squares += (double)value * value;
        }

        mean /= image.Values.Length;
        return Math.Sqrt(Math.Max((squares / image.Values.Length) - (mean * mean), 0));
    }
}
