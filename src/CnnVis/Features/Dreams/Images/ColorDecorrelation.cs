using System.Numerics;

namespace CnnVis.Features.Dreams;

/// <summary>
/// Colours as mixtures of brightness, red against blue and green against both, as they vary in photos: a root of the covariance of ImageNet's
/// colours over the length of its longest column (Olah, Mordvintsev and Schubert, Feature Visualization, 2017).
/// </summary>
internal static class ColorDecorrelation
{
    private static readonly Vector3 Brightness = new(0.26f, 0.27f, 0.27f);

    // A row for each part of the mixture: what it adds to red, green and blue.
    private static readonly Matrix4x4 Mixture = new Matrix4x4(
        Brightness.X, Brightness.Y, Brightness.Z, 0, 0.09f, 0, -0.09f, 0, 0.02f, -0.05f, 0.03f, 0, 0, 0, 0, Brightness.Length()) * (1 / Brightness.Length());

    private static readonly Matrix4x4 Unmixing = Matrix4x4.Invert(Mixture, out Matrix4x4 inverse) ? inverse : default;

    /// <summary>Three planes of mixtures become red, green and blue, in place.</summary>
    public static void ToColors(Span<float> planes) => Apply(Mixture, planes);

    /// <summary>The adjoint of <see cref="ToColors"/>, in place.</summary>
    public static void Adjoint(Span<float> planes) => Apply(Matrix4x4.Transpose(Mixture), planes);

    /// <summary>The inverse of <see cref="ToColors"/>, in place.</summary>
    public static void FromColors(Span<float> planes) => Apply(Unmixing, planes);

    private static void Apply(Matrix4x4 matrix, Span<float> planes)
    {
        int pixels = planes.Length / 3;
        Span<float> first = planes[..pixels];
        Span<float> second = planes.Slice(pixels, pixels);
        Span<float> third = planes[(2 * pixels)..];
        for (int i = 0; i < pixels; i++)
        {
            var mixed = Vector3.TransformNormal(new Vector3(first[i], second[i], third[i]), matrix);
            (first[i], second[i], third[i]) = (mixed.X, mixed.Y, mixed.Z);
        }
    }
}
