using CnnVis.Skia.Drawing;

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
        ArgumentException.ThrowIfNullOrEmpty(path);
        AnimationOptions chosen = options ?? new();
        chosen.Validate();
        if (Path.GetExtension(path).ToUpperInvariant() is not (".PNG" or ".APNG"))
        {
            throw new ArgumentException($"Animations are written as .png or .apng, not as '{Path.GetExtension(path)}'.", nameof(path));
        }

        if (dream.Frames.Count == 0)
        {
            throw new ArgumentException($"The dream kept no pictures of its way. Set {nameof(DreamOptions)}.{nameof(DreamOptions.Frames)}.", nameof(dream));
        }

        (int width, int height) = PictureSize.For(dream.Frames[0].Width, dream.Frames[0].Height, chosen.Size);
        RgbImage[] frames = [.. dream.Frames.Select(frame => frame.Resize(width, height))];
        ushort[] milliseconds = [.. Enumerable.Repeat((ushort)chosen.FrameMilliseconds, frames.Length - 1), (ushort)chosen.LastFrameMilliseconds];
        AtomicFile.Write(path, AnimatedPng.Encode(frames, milliseconds));
    }
}
