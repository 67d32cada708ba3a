using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using Microsoft.ML;

namespace CnnVis.ML.Chains;

/// <summary>
/// What a step writes when it is saved. ML.NET keeps the settings of its steps internal; the file that every version must be able to read
/// back is the public place where they stand.
/// </summary>
internal sealed class SavedStep
{
    private const string Folder = "TransformerChain/";
    private const string HeaderEntry = "Model.key";
    private const ulong Signature = 0x4C45444F4D004C4D;
    private const int PositionsStart = 0x10;
    private const int PositionsCount = 6;

    private readonly Dictionary<string, byte[]> _entries;
    private readonly byte[] _settings;

    private SavedStep(Dictionary<string, byte[]> entries, byte[] settings, IReadOnlyList<string> strings)
    {
        _entries = entries;
        _settings = settings;
        Strings = strings;
    }

    /// <summary>All names that the settings mention, those of columns among them.</summary>
    public IReadOnlyList<string> Strings { get; }

    /// <summary>Saves a step in memory and reads it; null for one that cannot be saved or is written in an unknown way.</summary>
    public static SavedStep? TryRead(ITransformer step)
    {
        using var file = new MemoryStream();
        try
        {
            new MLContext().Model.Save(step, inputSchema: null, file);
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException or NotSupportedException)
        {
            return null;
        }

        // ML.NET calls the folder so even where the step is no chain; what lies deeper belongs to the step's own parts.
        using var archive = new ZipArchive(file, ZipArchiveMode.Read);
        var entries = archive.Entries
            .Where(entry => entry.FullName.Replace('\\', '/') == Folder + entry.Name)
            .ToDictionary(entry => entry.Name, Bytes, StringComparer.Ordinal);
        return entries.TryGetValue(HeaderEntry, out byte[]? model) && TryParse(model) is var (settings, strings)
            ? new SavedStep(entries, settings, strings)
            : null;
    }

    /// <summary>Reads the settings from their beginning.</summary>
    public SettingsReader OpenSettings() => new(_settings, Strings);

    /// <summary>The array of bytes in an entry of its own, or null.</summary>
    public ReadOnlyMemory<byte>? Blob(string name) =>
        _entries.TryGetValue(name, out byte[]? bytes) && bytes.Length >= sizeof(int)
        && BinaryPrimitives.ReadInt32LittleEndian(bytes) == bytes.Length - sizeof(int)
            ? bytes.AsMemory(sizeof(int))
            : null;

    private static byte[] Bytes(ZipArchiveEntry entry)
    {
        using Stream stream = entry.Open();
        using var copy = new MemoryStream();
        stream.CopyTo(copy);
        return copy.ToArray();
    }

    /// <summary>The header gives position and length of the settings, of the ends of the strings, and of their UTF-16 characters.</summary>
    private static (byte[] Settings, string[] Strings)? TryParse(byte[] model)
    {
        if (model.Length < PositionsStart + (PositionsCount * sizeof(long)) || BinaryPrimitives.ReadUInt64LittleEndian(model) != Signature)
        {
            return null;
        }

        long[] at = Longs(model.AsSpan(PositionsStart, PositionsCount * sizeof(long)));
        bool fits = Enumerable.Range(0, PositionsCount / 2)
            .All(i => at[2 * i] >= 0 && at[(2 * i) + 1] >= 0 && at[2 * i] <= model.Length - at[(2 * i) + 1]);
        if (!fits)
        {
            return null;
        }

        long[] ends = Longs(model.AsSpan((int)at[2], (int)at[3]));
        string characters = Encoding.Unicode.GetString(model, (int)at[4], (int)at[5]);
        int start = 0;
        string[] strings = new string[ends.Length];
        for (int i = 0; i < ends.Length; i++)
        {
            int end = (int)(ends[i] / sizeof(char));
            strings[i] = characters[start..end];
            start = end;
        }

        return (model.AsSpan((int)at[0], (int)at[1]).ToArray(), strings);
    }

    private static long[] Longs(ReadOnlySpan<byte> bytes)
    {
        long[] values = new long[bytes.Length / sizeof(long)];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = BinaryPrimitives.ReadInt64LittleEndian(bytes[(i * sizeof(long))..]);
        }

        return values;
    }
}
