using CnnVis.Skia.Drawing;

namespace CnnVis.Skia;

/// <summary>Reads and writes picture files.</summary>
public static class ImageFile
{
    /// <summary>
    /// Reads a PNG, JPEG, WebP, BMP or GIF (its first frame), turned as its EXIF data say. Grey, palette and 16-bit pictures become
    /// 8-bit red, green, blue; what is transparent becomes white.
    /// </summary>
    /// <param name="path">The file; its content decides, not its extension.</param>
    /// <returns>The picture.</returns>
    /// <exception cref="CnnVisException">The file is missing, is no picture, is truncated, or has more than 100 million pixels.</exception>
    public static RgbImage Load(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        string name = Path.GetFileName(path);
        byte[] bytes;
        try
        {
            bytes = File.ReadAllBytes(path);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new CnnVisException($"{name}: there is no such picture (looked for '{path}').", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CnnVisException($"{name}: cannot be read: {e.Message}", e);
        }

        return PictureDecoder.Decode(bytes, name);
    }

    /// <summary>Reads a picture from the bytes of a file.</summary>
    /// <param name="file">The bytes.</param>
    /// <returns>The picture.</returns>
    /// <exception cref="CnnVisException">The bytes are no picture, are truncated, or hold more than 100 million pixels.</exception>
    public static RgbImage Decode(ReadOnlySpan<byte> file) => PictureDecoder.Decode(file, "picture");

    /// <summary>Writes a picture, whole or not at all.</summary>
    /// <param name="image">The picture.</param>
    /// <param name="path">The file; its extension (.png, .jpg, .webp, .bmp) decides the format.</param>
    /// <param name="compression">How hard a PNG is compressed.</param>
    /// <exception cref="ArgumentException">The extension is another one.</exception>
    public static void Save(this RgbImage image, string path, PngCompression compression = PngCompression.Fast)
    {
        ArgumentNullException.ThrowIfNull(image);
        ArgumentException.ThrowIfNullOrEmpty(path);
        AtomicFile.Write(path, PictureEncoder.Encode(image, Path.GetExtension(path), compression));
    }

    /// <summary>The bytes of a PNG file.</summary>
    /// <param name="image">The picture.</param>
    /// <returns>The bytes.</returns>
    public static byte[] ToPng(this RgbImage image)
    {
        ArgumentNullException.ThrowIfNull(image);
        return PictureEncoder.Encode(image, ".png");
    }

    /// <summary>The bytes of a PNG file that says what it shows and how it was made, for viewers that list such words.</summary>
    /// <param name="image">The picture.</param>
    /// <param name="title">What it shows.</param>
    /// <param name="description">How it was made, such as <see cref="FigureExtensions.Describe"/> says.</param>
    /// <returns>The bytes.</returns>
    public static byte[] ToPng(this RgbImage image, string title, string description)
    {
        ArgumentException.ThrowIfNullOrEmpty(title);
        ArgumentException.ThrowIfNullOrEmpty(description);
        return PngText.AddTo(image.ToPng(), [("Title", title), ("Software", "CnnVis"), ("Description", description)]);
    }
}
