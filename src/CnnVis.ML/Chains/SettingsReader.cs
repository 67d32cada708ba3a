using System.Buffers.Binary;

namespace CnnVis.ML.Chains;

/// <summary>Reads the settings of a saved step one after the other, as ML.NET's own loader does.</summary>
internal sealed class SettingsReader(byte[] settings, IReadOnlyList<string> strings)
{
    private int _position;

    public int Int32()
    {
        int value = BinaryPrimitives.ReadInt32LittleEndian(settings.AsSpan(_position));
        _position += sizeof(int);
        return value;
    }

    public byte Byte() => settings[_position++];

    /// <summary>A name, which the settings hold as a number into the table of strings.</summary>
    public string Name() => strings[Int32()];

    /// <summary>A list of names.</summary>
    public string[] Names() => [.. Enumerable.Range(0, Int32()).Select(_ => Name())];

    /// <summary>The columns of a step that makes one from one: the first thing that every such step writes.</summary>
    public (string Output, string Input)[] ColumnPairs() => [.. Enumerable.Range(0, Int32()).Select(_ => (Name(), Name()))];
}
