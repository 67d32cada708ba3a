namespace CnnVis.Cli;

/// <summary>What the tool tells the shell.</summary>
internal static class ExitCode
{
    public const int Success = 0;
    public const int CheckFailed = 1;
    public const int BadInput = 2;
    public const int Cancelled = 130;
}
