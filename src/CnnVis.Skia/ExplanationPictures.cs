using CnnVis.Skia.Drawing;

namespace CnnVis.Skia;

/// <summary>Draws explanations.</summary>
public static class ExplanationPictures
{
    /// <summary>
    /// Lays the map over the picture: the picture turns grey, evidence for the target is red, evidence against it blue, and what has no
    /// influence stays as it is. A bar shows what the colours stand for.
    /// </summary>
    /// <param name="explanation">The explanation of a picture.</param>
    /// <param name="options">How it is drawn; null for the defaults.</param>
    /// <returns>The picture.</returns>
    /// <exception cref="ArgumentException">The explanation has no picture; use <see cref="Heatmap"/>, or give the picture.</exception>
    public static RgbImage Overlay(this Explanation explanation, MapOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(explanation);
        return explanation.Picture is { } picture
            ? explanation.Overlay(picture, options)
            : throw new ArgumentException(
                "There is no picture to lay the map over: a tensor was explained, or the explanation comes from a file. Use Heatmap(), or Overlay(picture).",
                nameof(explanation));
    }

    /// <summary>Lays the map over a picture, for example that of an explanation which comes from a file.</summary>
    /// <param name="explanation">The explanation.</param>
    /// <param name="picture">The picture that was explained, at its own size.</param>
    /// <param name="options">How it is drawn; null for the defaults.</param>
    /// <returns>The picture.</returns>
    /// <exception cref="ArgumentException">The picture has another size, or which part of it the model saw is not known; use <see cref="Heatmap"/>.</exception>
    public static RgbImage Overlay(this Explanation explanation, RgbImage picture, MapOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(explanation);
        ArgumentNullException.ThrowIfNull(picture);
        MapOptions chosen = options ?? new();
        chosen.Validate(explanation);
        if (explanation.Geometry is not { } geometry)
        {
            throw new ArgumentException("Which part of the picture the model saw is not known, so the map cannot be laid over it. Use Heatmap().", nameof(explanation));
        }

        if ((picture.Width, picture.Height) != (geometry.PictureWidth, geometry.PictureHeight))
        {
            throw new ArgumentException(
                $"The picture is {picture.Width}x{picture.Height}; the one that was explained is {geometry.PictureWidth}x{geometry.PictureHeight}.", nameof(picture));
        }

        (int width, int height) = PictureSize.For(picture.Width, picture.Height, chosen.Size);
        var layer = new MapLayer(explanation.Maps[chosen.Target], chosen);
        RgbImage image = layer.Over(picture.Resize(width, height), geometry);
        return chosen.Annotate ? Annotation.Around(image, explanation, chosen, layer.Scale) : image;
    }

    /// <summary>Draws the map alone, with a bar that shows what the colours stand for.</summary>
    /// <param name="explanation">The explanation of a picture or of a tensor.</param>
    /// <param name="options">How it is drawn; null for the defaults.</param>
    /// <returns>The picture.</returns>
    public static RgbImage Heatmap(this Explanation explanation, MapOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(explanation);
        MapOptions chosen = options ?? new();
        chosen.Validate(explanation);
        ImageShape shape = explanation.InputShape;
        (int width, int height) = PictureSize.For(shape.Width, shape.Height, chosen.Size);
        var layer = new MapLayer(explanation.Maps[chosen.Target], chosen);
        RgbImage image = layer.Alone(width, height);
        return chosen.Annotate ? Annotation.Around(image, explanation, chosen, layer.Scale) : image;
    }
}
