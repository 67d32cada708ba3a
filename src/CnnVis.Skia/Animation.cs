using CnnVis.Skia.Drawing;

namespace CnnVis.Skia;

/// <summary>Pictures one after another in one file: a sweep over layers, windows or steps.</summary>
public static class Animation
{
    /// <summary>Writes an animated PNG, whole or not at all. Browsers play it; programs that know nothing of animations show the first picture.</summary>
    /// <param name="frames">The pictures, of one size.</param>
    /// <param name="path">The file, .png or .apng.</param>
    /// <param name="options">How it is played; null for the defaults.</param>
    /// <exception cref="ArgumentException">There is no picture, their sizes differ, or the extension is another one.</exception>
    public static void Save(IReadOnlyList<RgbImage> frames, string path, AnimationOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(frames);
        AnimationOptions chosen = Checked(path, options);
        if (frames.Count == 0)
        {
            throw new ArgumentException("There is no picture to show.", nameof(frames));
        }

        (int width, int height) = PictureSize.For(frames[0].Width, frames[0].Height, chosen.Size);
        RgbImage[] sized = [.. frames.Select(frame => frame.Resize(width, height))];
        ushort[] milliseconds = [.. Enumerable.Repeat((ushort)chosen.FrameMilliseconds, sized.Length - 1), (ushort)chosen.LastFrameMilliseconds];
        AtomicFile.Write(path, AnimatedPng.Encode(sized, milliseconds));
    }

    /// <summary>Refuses what cannot be written, before any picture is looked at.</summary>
    internal static AnimationOptions Checked(string path, AnimationOptions? options)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        AnimationOptions chosen = options ?? new();
        chosen.Validate();
        if (Path.GetExtension(path).ToUpperInvariant() is not (".PNG" or ".APNG"))
        {
            throw new ArgumentException($"Animations are written as .png or .apng, not as '{Path.GetExtension(path)}'.", nameof(path));
        }

        return chosen;
    }
}
