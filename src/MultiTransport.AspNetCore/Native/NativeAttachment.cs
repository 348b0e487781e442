using MultiTransport.Protocol;

namespace MultiTransport.AspNetCore;

/// <summary>A native request's session and place, or what is wrong with them.</summary>
/// <param name="Session">The session; null where there is a fault.</param>
/// <param name="Position">The highest number that the client has.</param>
/// <param name="PlacePrefix">What the places of this answer begin with.</param>
/// <param name="Credential">Id and secret, where the request opened the session; else null.</param>
/// <param name="Status">The fault's HTTP status; 0 for none.</param>
/// <param name="Code">The fault's code.</param>
/// <param name="Detail">The fault in words.</param>
/// <param name="Action">What the client should do.</param>
internal sealed record NativeAttachment(
    Session? Session, long Position, string PlacePrefix, string? Credential, int Status = 0, string Code = "", string Detail = "", CloseAction Action = CloseAction.Renegotiate)
{
    public static NativeAttachment Fault(int status, string code, string detail, CloseAction action = CloseAction.Renegotiate) =>
        new(null, 0, "", null, status, code, detail, action);
}
