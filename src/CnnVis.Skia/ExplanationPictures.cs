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
    /// <exception cref="ArgumentException">A tensor was explained, so there is no picture; use <see cref="Heatmap"/>.</exception>
    public static RgbImage Overlay(this Explanation explanation, MapOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(explanation);
        MapOptions chosen = options ?? new();
        chosen.Validate(explanation);
        if (explanation is not { Picture: { } picture, Geometry: { } geometry })
        {
            throw new ArgumentException("There is no picture to lay the map over, because a tensor was explained. Use Heatmap().", nameof(explanation));
        }

        (int width, int height) = PictureSize.For(picture.Width, picture.Height, chosen.Size);
        var layer = new MapLayer(explanation.Maps[chosen.Target], chosen);
        RgbImage image = layer.Over(picture.Resize(width, height), geometry);
        return chosen.Annotate ? Annotation.Around(image, explanation, chosen, layer) : image;
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
        return chosen.Annotate ? Annotation.Around(image, explanation, chosen, layer) : image;
    }
}
