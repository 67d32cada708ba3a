namespace CnnVis.Skia;

/// <summary>Draws dreams.</summary>
public static class DreamPictures
{
    /// <summary>Saves how the first picture came about as an animated PNG, which browsers play; the file is written whole or not at all.</summary>
    /// <param name="dream">A dream with <see cref="Dream.Frames"/>.</param>
    /// <param name="path">The file, .png or .apng.</param>
    /// <param name="options">How it is played; null for the defaults.</param>
    /// <exception cref="ArgumentException">The dream has no frames, or the extension is another one.</exception>
    public static void SaveAnimation(this Dream dream, string path, AnimationOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(dream);
        AnimationOptions chosen = Animation.Checked(path, options);
        if (dream.Frames.Count == 0)
        {
            throw new ArgumentException($"The dream kept no pictures of its way. Set {nameof(DreamOptions)}.{nameof(DreamOptions.Frames)}.", nameof(dream));
        }

        Animation.Save(dream.Frames, path, chosen);
    }
}
