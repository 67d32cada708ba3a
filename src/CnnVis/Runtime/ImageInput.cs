namespace CnnVis;

/// <summary>The input that takes the image.</summary>
/// <param name="Name">Its name.</param>
/// <param name="ElementType">The type that the model reads; CnnVis converts.</param>
/// <param name="Shape">The shape of one image as it is explained; free sizes are filled in.</param>
/// <param name="FixedBatch">The number of images that every run must have, or null where it is free.</param>
/// <param name="IsSizeFree">True where the model leaves height or width free.</param>
public sealed record ImageInput(string Name, ElementType ElementType, ImageShape Shape, int? FixedBatch, bool IsSizeFree)
{
    /// <summary>Images as one run takes them, filled up with zeros where their number is fixed.</summary>
    internal (string Name, ReadOnlyMemory<float> Values, int[] Shape) Feed(ReadOnlyMemory<float> images, int count)
    {
        int length = Shape.ElementCount;
        int taken = FixedBatch ?? count;
        ReadOnlyMemory<float> given = images[..(count * length)];
        if (taken > count)
        {
            float[] filled = new float[taken * length];
            given.CopyTo(filled);
            given = filled;
        }

        return (Name, given, Shape.Dimensions(taken));
    }
}
