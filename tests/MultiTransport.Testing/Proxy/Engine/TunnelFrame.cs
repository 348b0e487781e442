namespace MultiTransport.Testing;

/// <summary>A WebSocket frame as it is on the wire, or, where a tunnel carries no WebSocket, the bytes that came together.</summary>
/// <param name="Direction">Where it goes.</param>
/// <param name="Index">0, 1, 2, ... in its direction.</param>
/// <param name="Bytes">Head and payload.</param>
/// <param name="IsWebSocket">False where these are only bytes.</param>
internal readonly record struct TunnelFrame(ProxyDirection Direction, int Index, byte[] Bytes, bool IsWebSocket);
