namespace Chat.Files;

/// <summary>How much of a file is there.</summary>
/// <param name="File">Its id: 32 hex digits.</param>
/// <param name="Received">So many bytes from its start.</param>
/// <param name="Size">So many it has.</param>
/// <param name="IsComplete">Whether it can be sent with a message.</param>
internal sealed record UploadState(string File, long Received, long Size, bool IsComplete);
